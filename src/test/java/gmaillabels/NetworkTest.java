package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.REVOKE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.gmail.Patience;
import gmaillabels.sandbox.Answer;
import gmaillabels.sandbox.Endpoint;
import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Retries, and networks that fail in the middle of an answer. */
@Timeout(60)
class NetworkTest {
  @TempDir Path folder;
  private SandboxGoogle google;
  private Machine machine;

  @BeforeEach
  void start() throws IOException {
    google = SandboxGoogle.start();
    machine = new Machine(google, folder).signedIn();
  }

  @AfterEach
  void stop() {
    google.close();
  }

  /** A run that makes its first request to the endpoint. */
  private Run runAgainst(Endpoint endpoint) {
    if (endpoint == REVOKE) {
      return machine.run("logout");
    }
    if (endpoint == TOKEN) {
      machine.pass(Duration.ofHours(2));
    }
    return machine.run("--no-input");
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "TOKEN", "REVOKE"})
  void everyEndpointIsTriedAgain(Endpoint endpoint) {
    google.answerNext(endpoint, Answer.status(503), Answer.status(429), Answer.status(500));

    Run run = runAgainst(endpoint);

    assertThat(run.exitCode()).isZero();
    assertThat(google.requests(endpoint)).hasSize(4);
    assertThat(machine.waits).hasSize(3);
    assertThat(machine.waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
    assertThat(machine.waits.get(1)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(3000));
    assertThat(machine.waits.get(2)).isBetween(Duration.ofMillis(2000), Duration.ofMillis(6000));
  }

  static Stream<Answer> broken() {
    return Stream.of(Answer.cutAfter(0), Answer.cutAfter(20));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenAnswerIsTriedAgain(Answer answer) {
    google.answerNext(LIST, answer);

    Run run = machine.run();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("INBOX\n");
    assertThat(machine.waits).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void lastingBreakageIsExit6(Answer answer) {
    google.answerAlways(LIST, answer);

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).startsWith("gmail-labels: the connection broke off (127.0.0.1)\n");
    assertThat(machine.waits).hasSize(4);
  }

  @Test
  void connectionCutBeforeEveryAnswerIsExit6() {
    google.answerAlways(LIST, Answer.cut());

    assertThat(machine.run().exitCode()).isEqualTo(6);
    assertThat(machine.waits).hasSize(4);
  }

  @Test
  void refreshThatIsCutLosesNoToken() throws IOException {
    machine.pass(Duration.ofHours(2));
    byte[] before = Files.readAllBytes(machine.tokenFile());
    google.answerAlways(TOKEN, Answer.cutAfter(20));

    assertThat(machine.run("--no-input").exitCode()).isEqualTo(6);
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);

    google.clearScript();
    assertThat(machine.run("--no-input").exitCode()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "TOKEN"})
  void serverThatNeverAnswersIsExit6InBoundedTime(Endpoint endpoint) {
    google.answerAlways(endpoint, Answer.hang());
    machine.patience =
        new Patience(
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(65));

    Run run = runAgainst(endpoint);

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).startsWith("gmail-labels: no answer in time (127.0.0.1)\n");
    assertThat(google.requests(endpoint)).hasSize(5);
  }

  @Test
  void answerThatTricklesInForEverIsExit6() throws IOException {
    try (TricklingServer server = TricklingServer.start()) {
      machine.variables.put("GMAIL_LABELS_API_URL", "http://127.0.0.1:" + server.port());
      machine.patience =
          new Patience(
              Duration.ofSeconds(1),
              Duration.ofSeconds(30),
              Duration.ofMillis(300),
              Duration.ofSeconds(2));

      Run run = machine.run();

      assertThat(run.exitCode()).isEqualTo(6);
      assertThat(run.err()).startsWith("gmail-labels: no answer in time (127.0.0.1)\n");
    }
  }

  @Test
  void retryAfterInSecondsIsObeyed() {
    google.answerNext(LIST, Answer.status(429).header("Retry-After", "17"));

    assertThat(machine.run().exitCode()).isZero();
    assertThat(machine.waits).containsExactly(Duration.ofSeconds(17));
  }

  @Test
  void retryAfterAsADateIsObeyed() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(20));
    google.answerNext(LIST, Answer.status(503).header("Retry-After", date));

    assertThat(machine.run().exitCode()).isZero();
    assertThat(machine.waits).hasSize(1);
    assertThat(machine.waits.get(0)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
  }

  @Test
  void retryAfterOfAMinuteIsObeyedOnce() {
    google.answerAlways(LIST, Answer.status(429).header("Retry-After", "60"));

    assertThat(machine.run().exitCode()).isEqualTo(6);
    assertThat(machine.waits).containsExactly(Duration.ofSeconds(60));
  }

  @Test
  void longerRetryAfterIsNotWaitedFor() {
    google.answerAlways(LIST, Answer.status(429).header("Retry-After", "61"));

    assertThat(machine.run().exitCode()).isEqualTo(6);
    assertThat(machine.waits).isEmpty();
  }

  @Test
  void retryAfterThatMakesNoSenseIsIgnored() {
    google.answerNext(LIST, Answer.status(503).header("Retry-After", "soon"));
    google.answerNext(LIST, Answer.status(503).header("Retry-After", "-5"));

    assertThat(machine.run().exitCode()).isZero();
    assertThat(machine.waits).hasSize(2).allMatch(wait -> wait.toMillis() >= 500);
  }

  @Test
  void verboseTellsTheReasonAndTheWait() {
    google.answerNext(LIST, Answer.status(429).header("Retry-After", "3"));

    assertThat(machine.run("-v").err())
        .contains("gmail-labels: waiting for 3000 ms before the next try: status 429");
  }

  @Test
  void endlessAnswerIsRefusedInBoundedMemory() {
    google.answerAlways(LIST, Answer.huge(300L << 20));

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .startsWith("gmail-labels: the answer is not Google's: more than 64 MB (127.0.0.1)\n");
    assertThat(google.requests(LIST)).hasSize(1);
  }

  @Test
  void hostThatDoesNotExistIsExit6() {
    machine.variables.put("GMAIL_LABELS_API_URL", "https://gmail.invalid/");

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).startsWith("gmail-labels: cannot find the host (gmail.invalid)\n");
  }

  @Test
  void redirectIsNamedAndNotFollowed() {
    google.answerAlways(
        LIST, Answer.status(302).header("Location", google.url().resolve("login").toString()));

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err())
        .startsWith(
            "gmail-labels: the answer is not Google's: a redirect to 127.0.0.1 (127.0.0.1)\n");
    assertThat(google.httpRequests()).isEqualTo(1);
  }

  @Test
  void refreshTokenIsNotSentWhereARedirectPoints() throws IOException {
    try (SandboxGoogle thief = SandboxGoogle.start()) {
      machine.pass(Duration.ofHours(2));
      google.answerAlways(
          TOKEN, Answer.status(307).header("Location", thief.url().resolve("token").toString()));

      assertThat(machine.run("--no-input").exitCode()).isEqualTo(6);
      assertThat(thief.requests()).isEmpty();
    }
  }
}
