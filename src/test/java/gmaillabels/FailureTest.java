package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.Answer;
import gmaillabels.sandbox.Request;
import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person and a script see when Google, the network or the command line is at fault. */
@Timeout(60)
class FailureTest {
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

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            Answer.error(403, "accessNotConfigured", "Gmail API has not been used"),
            """
            gmail-labels: the Gmail API is not enabled in your Google Cloud project (127.0.0.1)
            Enable it, wait a few minutes, and try again: https://console.cloud.google.com/apis/library/gmail.googleapis.com
            """),
        Arguments.of(
            Answer.error(403, "insufficientPermissions", "Insufficient Permission"),
            """
            gmail-labels: the sign-in does not include the permission to list labels (127.0.0.1)
            Sign in again and tick every box: gmail-labels login
            """),
        Arguments.of(
            Answer.error(403, "dailyLimitExceeded", "Daily Limit Exceeded"),
            """
            gmail-labels: the quota of your Google Cloud project is used up (127.0.0.1)
            See it at https://console.cloud.google.com/apis/api/gmail.googleapis.com/quotas and try again when it has been renewed.
            """),
        Arguments.of(
            Answer.error(400, "failedPrecondition", "Mail service not enabled"),
            "gmail-labels: refused with status 400: Mail service not enabled (127.0.0.1)\n"),
        Arguments.of(
            Answer.error(
                403, "domainPolicy", "The domain\u001b[31m administrators\nhave disabled it"),
            """
            gmail-labels: refused with status 403: The domain\\u001b[31m administrators
            have disabled it (127.0.0.1)
            """),
        Arguments.of(
            Answer.body(404, "application/json", "{not json"),
            "gmail-labels: refused with status 404: no reason given (127.0.0.1)\n"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalOfGmailIsExit5(Answer answer, String message) {
    google.answerAlways(LIST, answer);

    Run run = machine.run();

    assertThat(run.err()).isEqualTo(message);
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.outBytes()).isEmpty();
    assertThat(google.requests(LIST)).hasSize(1);
  }

  @Test
  void refusalInTheNewShapeIsUnderstood() {
    google.answerNext(
        LIST,
        Answer.body(
            403,
            "application/json",
            """
            {"error": {"code": 403, "message": "Gmail API has not been used in project 1 before",
              "status": "PERMISSION_DENIED",
              "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "SERVICE_DISABLED", "domain": "googleapis.com"}]}}"""));

    Run run = machine.run();

    assertThat(run.err()).startsWith("gmail-labels: the Gmail API is not enabled");
    assertThat(run.exitCode()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void lastingOverloadIsExit6AfterFiveTries(int status) {
    google.answerAlways(LIST, Answer.status(status));

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .startsWith(
            status == 429
                ? "gmail-labels: too many requests: the rate limit outlasted every try (127.0.0.1)"
                : "gmail-labels: the server failed with status %d, also when asked again (127.0.0.1)"
                    .formatted(status));
    assertThat(google.requests(LIST)).hasSize(5);
    assertThat(machine.waits).hasSize(4);
  }

  @Test
  void passingOverloadIsNotNoticed() {
    google.answerNext(
        LIST,
        Answer.status(503),
        Answer.error(403, "rateLimitExceeded", "slow down"),
        Answer.error(403, "userRateLimitExceeded", "slow down"),
        Answer.cut());

    Run run = machine.run();

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("INBOX\n");
  }

  static Stream<Answer> notGmail() {
    return Stream.of(
        Answer.body(200, "text/html; charset=utf-8", "<html>Log in to the hotel's network</html>"),
        Answer.body(200, "application/json", "<html>Log in to the hotel's network</html>"),
        Answer.body(200, "application/json", "{\"labels\": [{\"id\": \"IN"),
        Answer.body(200, "application/json", "{\"labels\": \"none\"}"),
        Answer.body(200, "application/json", "[]"),
        Answer.body(200, "application/json", "{\"status\": \"please log in\"}"),
        Answer.body(200, "application/json", ""),
        Answer.status(204),
        Answer.status(302).header("Location", "https://login.example/"));
  }

  @ParameterizedTest
  @MethodSource("notGmail")
  void answerThatIsNotGmailsIsExit6(Answer answer) {
    google.answerAlways(LIST, answer);

    Run run = machine.run();

    assertThat(run.err())
        .startsWith("gmail-labels: the answer is not Google's: ")
        .contains("(127.0.0.1)");
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.outBytes()).isEmpty();
    assertThat(google.requests(LIST)).hasSize(1);
  }

  @Test
  void emptyObjectHasNoLabels() {
    google.answerAlways(LIST, Answer.body(200, "application/json", "{}"));

    assertThat(machine.run().err()).isEqualTo("No labels found.\n");
  }

  @ParameterizedTest
  @MethodSource("notGmail")
  void answerThatIsNotTheTokenEndpointsIsExit6(Answer answer) throws IOException {
    machine.pass(Duration.ofHours(2));
    byte[] before = Files.readAllBytes(machine.tokenFile());
    google.answerAlways(TOKEN, answer);

    Run run = machine.run();

    assertThat(run.err())
        .startsWith("gmail-labels: the answer is not Google's: ")
        .contains("(127.0.0.1)");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.outBytes()).isEmpty();
    assertThat(google.requests()).extracting(Request::endpoint).containsExactly(TOKEN);
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);
  }

  @Test
  void noNetworkIsExit6() {
    google.close();

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            gmail-labels: cannot connect (127.0.0.1)
            Check the network and, if you use one, the proxy; then try again.
            """);
    assertThat(machine.waits).hasSize(4);
  }

  @Test
  void verboseShowsRequestsAndNoSecrets() {
    machine.pass(Duration.ofHours(2));
    google.answerNext(LIST, Answer.status(503));

    Run run = machine.run("--verbose");

    assertThat(run.err())
        .contains("gmail-labels: token file " + machine.tokenFile())
        .contains("gmail-labels: POST " + google.url() + "token: status 200, ")
        .contains("gmail-labels: GET " + google.url() + "gmail/v1/users/me/labels: status 503")
        .contains("before the next try: status 503");
    assertThat(google.secrets()).isNotEmpty().noneMatch(run.err()::contains);
  }

  static Stream<Arguments> wrongUsage() {
    return Stream.of(
        Arguments.of("--fromat", "unknown option: '--fromat'"),
        Arguments.of("labels", "there is no command 'labels'"),
        Arguments.of(
            "--scope=everything",
            "--scope must be one of readonly, labels, metadata: 'everything'"),
        Arguments.of(
            "--login-timeout=soon", "--login-timeout must be from 1 to 2147483647: 'soon'"),
        Arguments.of("--login-timeout=0", "--login-timeout must be from 1 to 2147483647: '0'"),
        Arguments.of("--tokens=", "--tokens needs a value"),
        Arguments.of(
            "--tokens=\0", "--tokens is not a path in this locale (try LC_ALL=C.UTF-8): '\\u0000'"),
        Arguments.of("--scope", "missing required parameter for option '--scope' (SCOPE)"));
  }

  @ParameterizedTest
  @MethodSource("wrongUsage")
  void wrongUsageIsExit2(String argument, String message) {
    Run run = machine.run(argument);

    assertThat(run.err()).isEqualTo("gmail-labels: " + message + "\nSee: gmail-labels --help\n");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.outBytes()).isEmpty();
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void apiUrlMustBeSafeForTokens() {
    machine.variables.put("GMAIL_LABELS_API_URL", "http://gmail.example/");

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "gmail-labels: GMAIL_LABELS_API_URL is not an https address: 'http://gmail.example/'");
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void theLastOfSeveralCounts() {
    Run run = machine.run("--scope=metadata", "--no-input", "--scope=readonly", "--no-input");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void optionsCountBeforeAndAfterTheCommand() {
    assertThat(machine.run("--tokens=a", "login").err()).contains("/work/a/default.json");
    assertThat(machine.run("login", "--tokens=b").err()).contains("/work/b/default.json");
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    Run help = machine.run("--help");
    assertThat(help.out()).startsWith("Usage: gmail-labels [OPTIONS] [COMMAND]\n").contains("130");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(help.exitCode()).isZero();
    assertThat(machine.run("help").out()).isEqualTo(help.out());
    assertThat(machine.run("help", "login").out())
        .startsWith("Usage: gmail-labels login [OPTIONS]");
    assertThat(machine.run("login", "-h").out()).startsWith("Usage: gmail-labels login [OPTIONS]");
    assertThat(machine.run("--version").out()).isEqualTo("gmail-labels test\n");
    assertThat(google.requests()).isEmpty();
  }
}
