package gmaillabels;

import static gmaillabels.sandbox.Endpoint.BATCH;
import static gmaillabels.sandbox.Endpoint.GET;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.OTHER;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.Response.cut;
import static gmaillabels.sandbox.Response.error;
import static gmaillabels.sandbox.Response.json;
import static gmaillabels.sandbox.Response.oauthError;
import static gmaillabels.sandbox.Response.status;
import static gmaillabels.sandbox.ScriptedResponse.chosen;
import static gmaillabels.sandbox.ScriptedResponse.parts;
import static gmaillabels.sandbox.ScriptedResponse.real;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Lists;
import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts, which come in batches, and what can fail in a batch. */
class CountsTest {
  private static final String LEFT_OUT =
      "gmail-labels: warning: left out a label that was deleted just now ";

  @AutoClose private final Machine machine = Machine.signedIn();
  private final SandboxGoogle google = machine.google;

  @BeforeEach
  void fillMailbox() {
    google.labels(
        List.of(
            SandboxLabel.user("A", "a").withCounts(10, 3, 8, 2),
            SandboxLabel.user("B", "b").withCounts(4, 0, 4, 0),
            SandboxLabel.user("C", "c").withCounts(2, 1, 1, 1),
            SandboxLabel.user("D", "d").withCounts(7, 7, 7, 7)));
  }

  @Test
  void areFetchedForTheListedLabelsAlone() {
    machine.run("--counts", "--type=user", "--match=b");

    assertThat(google.endpoints()).containsExactly(LIST, BATCH, GET);
  }

  @Test
  void progressIsShownOnATerminalForMoreThanOneBatch() {
    google.labels(SandboxLabel.many(101));
    machine.run("--sort=unread").listing();
    assertThat(google.requests(LIST)).hasSize(1);
    assertThat(google.requests(BATCH)).hasSize(3);
    assertThat(google.requests(GET)).hasSize(101);

    machine.errIsTerminal = true;
    assertThat(machine.run("--sort=messages").err())
        .isEqualTo(
            "\r\u001b[KCounting: 50 of 101 labels\r\u001b[KCounting: 100 of 101 labels\r\u001b[K");

    machine.variables.put("TERM", "dumb");
    assertThat(machine.run("--sort=messages").err()).isEmpty();

    machine.variables.remove("TERM");
    google.labels(SandboxLabel.many(50));
    assertThat(machine.run("--sort=messages").err()).isEmpty();
  }

  @Test
  void refusalOfAPartIsExit5() {
    google.respondNext(
        GET, error(403, "insufficientPermissions", "Insufficient Permission"), status(429));

    assertThat(machine.run("--unread").failure(5))
        .startsWith("gmail-labels: the access token does not include the permission");
    assertThat(google.requests(BATCH)).hasSize(1);
  }

  @Test
  void labelThatIsGoneIsLeftOutWithAWarning() {
    google.respondNext(GET, real(), error(404, "notFound", "Not Found"));

    Run run = machine.run("--sort=messages").succeeded();

    assertThat(run.out()).isEqualTo("a\nd\nc\n");
    assertThat(run.err()).isEqualTo(LEFT_OUT + "(b)\n");

    google.labels(SandboxLabel.named("a\ngmail-labels: \u001b[31mb"));
    google.respondNext(GET, status(404));
    assertThat(machine.run("--counts").err())
        .startsWith(LEFT_OUT + "(a\\u000agmail-labels: \\u001b[31mb)\n");

    google.clearRequests();
    google.labels(SandboxLabel.named("a", "b"));
    google.respondAlways(BATCH, parts(Lists::reverse));
    google.respondNext(GET, status(404), real(), status(404));
    assertThat(machine.run("--counts").err()).isEqualTo(LEFT_OUT + "(a)\n");
    assertThat(google.requests(BATCH)).hasSize(2);
  }

  /** Shuffled, without the one in the middle, and shuffled without another one. */
  static Stream<UnaryOperator<List<String>>> changes() {
    return Stream.of(
        parts -> List.of(parts.get(3), parts.get(0), parts.get(2), parts.get(1)),
        parts -> List.of(parts.get(0), parts.get(2), parts.get(3)),
        parts -> List.of(parts.get(2), parts.get(1), parts.get(0)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void partsAreBelievedForTheLabelThatTheyName(UnaryOperator<List<String>> change) {
    google.respondNext(BATCH, parts(change));
    assertThat(machine.run("--fields=name,messagesTotal").listing())
        .isEqualTo("a\t10\nb\t4\nc\t2\nd\t7\n");

    google.respondNext(BATCH, parts(change));
    google.respondNext(GET, real(), status(404), real(), real(), status(404));
    Run run = machine.run("--fields=name,messagesTotal").succeeded();
    assertThat(run.out()).isEqualTo("a\t10\nc\t2\nd\t7\n");
    assertThat(run.err()).isEqualTo(LEFT_OUT + "(b)\n");
  }

  @Test
  void batchesAndTheirPartsShareFiveAttempts() {
    google.respondNext(BATCH, status(503), cut(), real(), status(429));
    google.respondAlways(GET, status(503));
    assertThat(machine.run("--unread").failure(6))
        .startsWith("gmail-labels: the server failed with status 503");
    assertThat(google.requests(BATCH)).hasSize(5);

    google.respondAlways(GET, real());
    google.respondAlways(BATCH, parts(parts -> parts.subList(1, parts.size())));
    machine.run("--unread").failure(6);
    assertThat(google.requests(BATCH)).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{\"error\": {\"code\": 404}}", "{\"error\": []}"})
  void partIsJudgedByItsStatusAndOnlyWhatFailedIsAskedForAgain(String body) {
    google.respondNext(GET, json(503, body), real(), json(429, body));

    assertThat(machine.run("--fields=messagesTotal").listing()).isEqualTo("10\n4\n2\n7\n");
    assertThat(google.requests(BATCH)).hasSize(2);
    assertThat(google.requests(GET)).hasSize(4 + 2);
    assertThat(machine.waits).hasSize(1);
  }

  @Test
  void roundThatBringsResultsStartsTheCountAnew() {
    google.labels(SandboxLabel.many(12));
    // Of each batch the last part arrives.
    google.respondAlways(BATCH, parts(all -> all.subList(all.size() - 1, all.size())));

    assertThat(machine.run("--fields=messagesTotal").listing().lines()).hasSize(12);
    assertThat(google.requests(BATCH)).hasSize(12);
  }

  @Test
  void rateLimitForEachMinuteIsWaitedOut() {
    google.labels(SandboxLabel.many(10_000));
    AtomicInteger units = new AtomicInteger();
    AtomicLong minute = new AtomicLong();
    Duration start = machine.uptime();
    google.respondAlways(
        GET,
        chosen(
            () -> {
              long now = machine.uptime().minus(start).toMinutes();
              if (minute.getAndSet(now) != now) {
                units.set(0);
              }
              return units.incrementAndGet() <= 6000
                  ? real()
                  : error(403, "rateLimitExceeded", "Quota exceeded for queries per minute");
            }));

    assertThat(machine.run("--fields=messagesTotal").listing().lines()).hasSize(10_000);
    assertThat(machine.uptime().minus(start)).isGreaterThan(Duration.ofMinutes(1));
    assertThat(machine.waits.stream().mapToLong(Duration::toMillis).sum()).isLessThan(70_000L);
  }

  @Test
  void timeOfASignInIsNotCounted() {
    google.respondNext(GET, status(401), status(401));
    google.respondNext(TOKEN, oauthError(400, "invalid_grant", "Token has been revoked."));
    machine.browser =
        page -> {
          machine.pass(Duration.ofMinutes(4));
          SandboxBrowser.allow(page);
        };

    assertThat(machine.run("--fields=messagesTotal").succeeded().out()).isEqualTo("10\n4\n2\n7\n");
  }

  @Test
  void whatIsRefusedIsSentAgainWithOneNewAccessToken() {
    machine.passTwoHours();
    machine.run("--unread", "--no-input").succeeded();
    assertThat(google.requests(TOKEN)).hasSize(1);
    google.respondNext(BATCH, status(401));
    machine.run("--unread", "--no-input").succeeded();
    assertThat(google.requests(TOKEN)).hasSize(2);

    google.respondNext(GET, status(401), real(), status(401));
    assertThat(machine.run("--fields=messagesTotal", "--no-input").listing())
        .isEqualTo("10\n4\n2\n7\n");
    assertThat(google.requests(TOKEN)).hasSize(3);

    google.respondAlways(GET, status(401));
    machine.run("--unread", "--no-input").failure(4);
    assertThat(google.requests(TOKEN)).hasSize(4);
    assertThat(machine.waits).isEmpty();
  }

  @Test
  void retryAfterInAPartIsObeyedAndARedirectIsNot() {
    google.respondNext(GET, status(429).header("Retry-After", "7"));
    machine.run("--unread").succeeded();
    assertThat(machine.waits).containsExactly(Duration.ofSeconds(7));

    google.respondAlways(GET, status(302).header("Location", google.url() + "login"));
    machine.run("--unread").failure(6);
    assertThat(google.endpoints()).doesNotContain(OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "", "<html>", "--x\r\n\r\n--x--"})
  void batchResponseThatIsNotGooglesIsExit6(String body) {
    google.respondAlways(BATCH, json(200, body));

    assertThat(machine.run("--unread").failure(6))
        .startsWith("gmail-labels: the response is not Google's: ");
  }
}
