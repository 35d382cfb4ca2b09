package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.REVOKE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.ScriptedResponse.body;
import static gmaillabels.sandbox.ScriptedResponse.cut;
import static gmaillabels.sandbox.ScriptedResponse.cutAfter;
import static gmaillabels.sandbox.ScriptedResponse.error;
import static gmaillabels.sandbox.ScriptedResponse.hang;
import static gmaillabels.sandbox.ScriptedResponse.json;
import static gmaillabels.sandbox.ScriptedResponse.real;
import static gmaillabels.sandbox.ScriptedResponse.status;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.Endpoint;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.ScriptedResponse;
import gmaillabels.sandbox.SocketServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Responses that are refusals or none of Google's, bytes in place of a response, retries, and
 * networks that fail.
 */
class NetworkTest {
  private static final String NOT_GOOGLE = "gmail-labels: the response is not Google's: ";
  private static final String PORTAL =
      "A network that wants you to log in, or a proxy, may have answered instead."
          + " Open a page in a browser, then try again.\n";
  private static final String NO_RESPONSE = "gmail-labels: timed out (127.0.0.1)\n";

  @AutoClose private final Machine machine = Machine.signedIn();
  private final SandboxGoogle google = machine.google;
  private final AtomicInteger requests = new AtomicInteger();
  @AutoClose private SocketServer server = serve("");

  /** A run that makes its first request to the endpoint. */
  private Run runAgainst(Endpoint endpoint) {
    if (endpoint == REVOKE) {
      return machine.run("logout");
    }
    if (endpoint == TOKEN) {
      machine.passTwoHours();
    }
    return machine.run("--no-input");
  }

  static Stream<Arguments> refusals() {
    String notEnabled =
        """
        gmail-labels: the Gmail API is not enabled in your Google Cloud project (127.0.0.1)
        Enable it, wait a few minutes, and try again: https://console.cloud.google.com/apis/library/gmail.googleapis.com
        """;
    return Stream.of(
        Arguments.of(error(403, "accessNotConfigured", "Gmail API has not been used"), notEnabled),
        Arguments.of(
            json(
                403,
                """
                {"error": {"code": 403, "message": "Gmail API has not been used in project 1 before",
                  "status": "PERMISSION_DENIED",
                  "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "SERVICE_DISABLED", "domain": "googleapis.com"}]}}"""),
            notEnabled),
        Arguments.of(
            error(403, "insufficientPermissions", "Insufficient Permission"),
            """
            gmail-labels: the sign-in does not include the permission to list labels (127.0.0.1)
            Sign in again and tick every box: gmail-labels login
            """),
        Arguments.of(
            error(403, "dailyLimitExceeded", "Daily Limit Exceeded"),
            """
            gmail-labels: the quota of your Google Cloud project is used up (127.0.0.1)
            See it at https://console.cloud.google.com/apis/api/gmail.googleapis.com/quotas and try again when it has been renewed.
            """),
        Arguments.of(
            error(400, "failedPrecondition", "Mail service not enabled"),
            "gmail-labels: refused with status 400: Mail service not enabled (127.0.0.1)\n"),
        Arguments.of(
            error(403, "domainPolicy", "The domain\u001b[31m administrators\nhave disabled it"),
            """
            gmail-labels: refused with status 403: The domain\\u001b[31m administrators\\u000ahave disabled it (127.0.0.1)
            """),
        Arguments.of(
            json(404, "{not json"),
            "gmail-labels: refused with status 404: no reason given (127.0.0.1)\n"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalOfGmailIsExit5(ScriptedResponse response, String message) {
    google.respondAlways(LIST, response);

    assertThat(machine.run().failure(5)).isEqualTo(message);
    assertThat(google.endpoints()).containsExactly(LIST);
  }

  static Stream<ScriptedResponse> notGoogles() {
    String page = "<html>Log in to the hotel's network</html>";
    return Stream.of(
        body(200, "text/html; charset=utf-8", page),
        json(200, page),
        json(200, "{\"labels\": [{\"id\": \"IN"),
        json(200, "{\"labels\": \"none\"}"),
        json(200, "[]"),
        json(200, "null"),
        json(200, "17"),
        json(200, "\"labels\""),
        json(200, "{\"status\": \"please log in\"}"),
        json(200, ""),
        status(204),
        status(302).header("Location", "https://login.example/"));
  }

  @ParameterizedTest
  @MethodSource("notGoogles")
  void responseThatIsNotGooglesIsExit6(ScriptedResponse response) throws IOException {
    byte[] before = Files.readAllBytes(machine.tokenFile());
    for (Endpoint endpoint : new Endpoint[] {LIST, TOKEN}) {
      google.clearRequests();
      google.respondAlways(endpoint, response);

      assertThat(runAgainst(endpoint).failure(6))
          .startsWith(NOT_GOOGLE)
          .endsWith(" (127.0.0.1)\n" + PORTAL);
      assertThat(google.endpoints()).containsExactly(endpoint);
    }
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);
  }

  @Test
  void redirectIsNamedAndNotFollowed() {
    google.respondAlways(
        LIST, status(302).header("Location", google.url().resolve("login").toString()));

    assertThat(machine.run().failure(6))
        .isEqualTo(NOT_GOOGLE + "status 302, no content type (127.0.0.1)\n" + PORTAL);
    assertThat(google.endpoints()).containsExactly(LIST);
  }

  @Test
  void refreshTokenIsNotSentWhereARedirectPoints() {
    try (SandboxGoogle thief = SandboxGoogle.start()) {
      google.respondAlways(
          TOKEN, status(307).header("Location", thief.url().resolve("token").toString()));

      runAgainst(TOKEN).failure(6);
      assertThat(thief.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "TOKEN", "REVOKE"})
  void everyEndpointIsRetried(Endpoint endpoint) {
    google.respondNext(endpoint, status(503), status(429), status(500));

    runAgainst(endpoint).succeeded();

    assertThat(google.requests(endpoint)).hasSize(4);
    assertThat(machine.waits).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(machine.waits.get(i).toMillis()).isBetween(500L << i, 1500L << i);
    }
  }

  @Test
  void shortOverloadIsNotNoticed() {
    google.respondNext(
        LIST,
        status(503),
        error(403, "rateLimitExceeded", "slow down"),
        error(403, "userRateLimitExceeded", "slow down"),
        cut());

    assertThat(machine.run().listing()).contains("INBOX\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504, 505, 599})
  void lastingOverloadIsExit6AfterFiveAttempts(int status) {
    google.respondAlways(LIST, status(status));

    assertThat(machine.run().failure(6))
        .startsWith(
            status == 429
                ? "gmail-labels: too many requests: the rate limit outlasted every try (127.0.0.1)"
                : "gmail-labels: the server failed with status %d, also when asked again (127.0.0.1)"
                    .formatted(status));
    assertThat(google.requests(LIST)).hasSize(5);
    assertThat(machine.waits).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20})
  void responseThatBreaksOffIsAskedForAgainAndLosesNoToken(int bytes) throws IOException {
    byte[] before = Files.readAllBytes(machine.tokenFile());
    google.respondNext(LIST, cutAfter(bytes));
    assertThat(machine.run().listing()).contains("INBOX\n");
    assertThat(machine.waits).hasSize(1);

    google.respondAlways(LIST, cutAfter(bytes));
    google.respondAlways(TOKEN, cutAfter(bytes));
    assertThat(runAgainst(LIST).failure(6))
        .startsWith("gmail-labels: connection closed (127.0.0.1)\n");
    assertThat(machine.waits).hasSize(1 + 4);
    runAgainst(TOKEN).failure(6);
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);

    google.respondAlways(LIST, real());
    google.respondAlways(TOKEN, real());
    machine.run("--no-input").succeeded();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "TOKEN"})
  void serverThatNeverRespondsIsExit6InBoundedTime(Endpoint endpoint) {
    google.respondAlways(endpoint, hang());
    machine.timeouts(1000, 100, 1000, 60_000);

    assertThat(runAgainst(endpoint).failure(6)).startsWith(NO_RESPONSE);
    assertThat(google.requests(endpoint)).hasSize(5);
  }

  @Test
  void retryAfterOfUpToAMinuteIsObeyedAndNonsenseIgnored() {
    for (int seconds : new int[] {17, 60}) {
      google.respondNext(LIST, status(429).header("Retry-After", "" + seconds));
      machine.run().succeeded();
      assertThat(machine.waits).containsExactly(Duration.ofSeconds(seconds));
      machine.waits.clear();
    }
    google.respondNext(
        LIST, status(503).header("Retry-After", "soon"), status(503).header("Retry-After", "-5"));
    machine.run().succeeded();
    assertThat(machine.waits).hasSize(2).allMatch(wait -> wait.toMillis() >= 500);
  }

  @Test
  void noMoreThanAMinuteIsWaitedForInAll() {
    google.respondAlways(LIST, status(429).header("Retry-After", "60"));
    machine.run().failure(6);
    google.respondAlways(LIST, status(429).header("Retry-After", "61"));
    machine.run().failure(6);

    assertThat(machine.waits).containsExactly(Duration.ofSeconds(60));
  }

  @Test
  void verboseShowsRequestsAndWaitsAndNoSecrets() {
    machine.passTwoHours();
    google.respondNext(LIST, status(429).header("Retry-After", "3"));

    String err = machine.run("--verbose").succeeded().err();

    assertThat(err)
        .contains("gmail-labels: token file " + machine.tokenFile())
        .contains("gmail-labels: POST " + google.url() + "token: status 200, ")
        .contains("gmail-labels: GET " + google.url() + "gmail/v1/users/me/labels: status 429")
        .contains("gmail-labels: waiting for 3000 ms before the next try: status 429");
    assertThat(google.secrets()).isNotEmpty().noneMatch(err::contains);
  }

  @Test
  void noNetworkAndNoHostAreExit6() {
    google.close();

    assertThat(machine.run().failure(6))
        .isEqualTo(
            """
            gmail-labels: cannot connect (127.0.0.1)
            Check the network and, if you use one, the proxy; then try again.
            """);
    assertThat(machine.waits).hasSize(4);

    machine.variables.put("GMAIL_LABELS_API_URL", "https://no-such-host.googleapis.com/");
    assertThat(machine.run().failure(6))
        .startsWith("gmail-labels: cannot find the host (no-such-host.googleapis.com)\n");
  }

  /** Responds to each request with these bytes, and closes the connection. */
  private SocketServer serve(String response) {
    return SocketServer.start(
        client -> {
          SocketServer.head(client.getInputStream());
          requests.incrementAndGet();
          client.getOutputStream().write(response.getBytes(ISO_8859_1));
        });
  }

  private Run runAgainst(SocketServer replacement) throws Exception {
    server.close();
    server = replacement;
    machine.variables.put("GMAIL_LABELS_API_URL", "http://127.0.0.1:" + server.port());
    return machine.run("--no-input");
  }

  private static void assertOneSentence(String err, String host) {
    assertThat(err.lines().findFirst().orElseThrow())
        .matches("gmail-labels: [^()]+ \\(" + host + "\\)");
    assertThat(err).doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "220 mail.example ESMTP\r\n",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "<html>Log in</html>",
        "{\"labels\": []}",
        "HTTP/2.0 200 OK\r\n\r\n{}",
        "HTTP/1.1\r\n\r\n{}",
        "HTTP/1.1 abc OK\r\n\r\n{}",
        "HTTP/1.1 -1 OK\r\n\r\n{}",
        "HTTP/1.1 99999999999 OK\r\n\r\n{}",
        "HTTP/1.1 199 Odd\r\n\r\n{}",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n{}",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"
      })
  void whatIsNoWholeResponseIsExit6(String response) throws Exception {
    assertOneSentence(runAgainst(serve(response)).failure(6), "127.0.0.1");
  }

  @Test
  void lengthBesideChunksDoesNotCount() throws Exception {
    String start = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n";

    assertThat(runAgainst(serve(start + "e\r\n{\"labels\": []}\r\n0\r\n\r\n")).exitCode()).isZero();
  }

  @Test
  void challengeWithoutWordsIsARefusedAccessToken() throws Exception {
    Run run =
        runAgainst(serve("HTTP/1.1 401 No\r\nWWW-Authenticate:\r\nContent-Length: 2\r\n\r\n{}"));

    assertThat(run.exitCode()).isIn(4, 6);
    assertThat(run.err()).doesNotContain("Exception", "unexpected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX-Filler: |x", "|HTTP/1.1 100 Continue\r\n\r\n"})
  void responseWithoutEndIsExit6(String startAndRest) throws Exception {
    String[] parts = startAndRest.split("[|]");
    machine.timeouts(1000, 30_000, 300, 2000);
    SocketServer endless =
        SocketServer.start(
            client -> {
              client.getOutputStream().write(parts[0].getBytes(UTF_8));
              while (true) {
                client.getOutputStream().write(parts[1].getBytes(UTF_8));
                Thread.sleep(20);
              }
            });

    assertThat(runAgainst(endless).failure(6)).startsWith("gmail-labels: timed out (127.0.0.1)\n");
  }

  private void assertIsNamed(String proxy, String host) {
    machine.variables.put("HTTPS_PROXY", proxy);
    machine.variables.put("GMAIL_LABELS_API_URL", "https://gmail.googleapis.com/");

    assertOneSentence(machine.run("--no-input").failure(6), host);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          HTTP/1.1 403 No, 1
          HTTP/1.1 407 Password?, 1
          HTTP/1.1 503, 5
          HTTP/1.1 502 Bad Gateway, 5
          """)
  void proxyThatRefusesIsNamed(String status, int attempts) throws Exception {
    try (SocketServer proxy = serve(status + "\r\nContent-Length: 0\r\n\r\n")) {
      assertIsNamed("http://localhost:" + proxy.port(), "localhost");
      assertThat(requests).hasValue(attempts);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n\r\n",
        "garbage\r\n\r\n",
        "220 mail.example ESMTP\r\n",
        "HTTP/1.1 407 No\r\nProxy-Authenticate:\r\n\r\n"
      })
  void proxyThatDoesNotSpeakHttpIsNamed(String response) throws Exception {
    try (SocketServer proxy = serve(response)) {
      assertIsNamed("http://localhost:" + proxy.port(), "localhost");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "HTTP/1.1 100 Continue\r\n\r\n"})
  void requestThatTheJdkRepeatsCountsAsOneAttempt(String response) throws Exception {
    runAgainst(serve(response)).failure(6);

    assertThat(machine.waits).hasSize(4);
    assertThat(requests).hasValue(10);
  }

  @ParameterizedTest
  @CsvSource({"http://no-such-proxy.invalid:8080, no-such-proxy.invalid", "localhost:1, localhost"})
  void proxyThatCannotBeReachedIsNamed(String address, String host) {
    assertIsNamed(address, host);
    assertThat(machine.waits).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Content-Type: text/plain\r\n",
        "Content-Type: application/json; charset=ISO-8859-1\r\n",
        "Content-Type: application/json; charset=nonsense\r\n"
      })
  void namesAreUtf8WhateverTheContentTypeSays(String header) throws Exception {
    String body =
        new String("{\"labels\": [{\"name\": \"Caf\u00e9\"}]}".getBytes(UTF_8), ISO_8859_1);

    assertThat(runAgainst(serve("HTTP/1.1 200 OK\r\n" + header + "\r\n" + body)).listing())
        .isEqualTo("Caf\u00e9\n");
  }

  @Test
  void halfOfAnEmojiIsEscapedInJson() throws Exception {
    String body = "{\"labels\": [{\"id\": \"A\", \"name\": \"a\\ud83d\"}]}";

    runAgainst(serve("HTTP/1.1 200 OK\r\n\r\n" + body));
    assertThat(machine.run("--format=json", "--fields=name").listing())
        .isEqualTo("[\n  {\"name\":\"a\\ud83d\"}\n]\n");
  }
}
