package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.REVOKE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.Response.body;
import static gmaillabels.sandbox.Response.cut;
import static gmaillabels.sandbox.Response.error;
import static gmaillabels.sandbox.Response.hang;
import static gmaillabels.sandbox.Response.json;
import static gmaillabels.sandbox.Response.oauthError;
import static gmaillabels.sandbox.Response.status;
import static gmaillabels.sandbox.ScriptedResponse.chosen;
import static gmaillabels.sandbox.ScriptedResponse.cutAfter;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
      "A network that wants you to log in, or a proxy, may have responded instead."
          + " Open a page in a browser, then try again.\n";

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

  static Stream<ScriptedResponse> notGoogles() {
    String page = "<html>Log in to the hotel's network</html>";
    return Stream.of(
        body(200, "text/html; charset=utf-8", page),
        json(200, page),
        json(200, "{\"labels\": [{\"id\": \"IN"),
        json(200, "{\"labels\": \"none\"}"),
        json(200, "{\"labels\": null}"),
        json(200, "[]"),
        json(200, "null"),
        json(200, "17"),
        json(200, "\"labels\""),
        json(200, "{\"status\": \"please log in\"}"),
        json(200, ""),
        json(404, "{not json"),
        json(200, "{\"labels\": [], \"access_token\": \"x\"} {}"),
        json(200, "{\"labels\": [], \"access_token\": \"x\"}]"),
        json(200, "{\"labels\": [], \"access_token\": \"x\"} x"),
        json(200, " ".repeat(33 << 20)),
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
          .endsWith(" (HOST)\n" + PORTAL);
      assertThat(google.endpoints()).containsExactly(endpoint);
    }
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);
  }

  @Test
  void redirectIsNotFollowed() {
    google.respondAlways(LIST, status(302).header("Location", "/login"));
    assertThat(machine.run().failure(6))
        .isEqualTo(NOT_GOOGLE + "status 302, no content type (HOST)\n" + PORTAL);
    assertThat(google.endpoints()).containsExactly(LIST);

    try (SandboxGoogle thief = SandboxGoogle.start()) {
      google.respondAlways(TOKEN, status(307).header("Location", thief.url() + "token"));
      runAgainst(TOKEN).failure(6);
      assertThat(thief.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "TOKEN", "REVOKE"})
  void everyEndpointIsRetriedForTheSameResponses(Endpoint endpoint) {
    for (ScriptedResponse response :
        List.of(
            oauthError(403, "rate_limit_exceeded", "Slow down"),
            error(403, "rateLimitExceeded", "Slow down"),
            error(403, "userRateLimitExceeded", "Slow down"),
            body(403, "text/html", "<html>Error 403: rate_limit_exceeded"),
            oauthError(429, "slow_down", "Slow down"),
            body(503, "text/html", "<html>Error 503"),
            status(408),
            cut())) {
      machine.signIn();
      google.respondNext(endpoint, response);

      runAgainst(endpoint).succeeded();
      assertThat(google.requests(endpoint)).hasSize(2);
    }
  }

  @Test
  void waitsGrowAndAreNotNoticed() {
    google.respondNext(LIST, status(503), status(429), status(500));

    assertThat(machine.run().listing()).contains("INBOX\n");
    assertThat(google.requests(LIST)).hasSize(4);
    assertThat(machine.waits).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(machine.waits.get(i).toMillis()).isBetween(500L << i, 1500L << i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504, 505, 599})
  void lastingOverloadIsExit6AfterFiveAttempts(int status) {
    google.respondAlways(LIST, status(status));

    String failed = status == 429 ? "too many requests" : "the server failed with status " + status;
    assertThat(machine.run().failure(6))
        .isEqualTo(
            "gmail-labels: %s, after 5 attempts: Error %d (HOST)\nTry again later.\n"
                .formatted(failed, status));
    assertThat(google.requests(LIST)).hasSize(5);
    assertThat(machine.waits).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20})
  void responseThatBreaksOffIsAskedForAgainAndLosesNoToken(int bytes) throws IOException {
    String before = Files.readString(machine.tokenFile());
    google.respondNext(LIST, cutAfter(bytes));
    assertThat(machine.run().listing()).contains("INBOX\n");
    assertThat(machine.waits).hasSize(1);

    for (Endpoint endpoint : List.of(LIST, TOKEN)) {
      google.respondAlways(endpoint, cutAfter(bytes));
      assertThat(runAgainst(endpoint).failure(6))
          .startsWith("gmail-labels: connection closed, after 5 attempts (HOST)\n");
    }
    assertThat(machine.waits).hasSize(1 + 4 + 4);
    assertThat(machine.tokenFile()).hasContent(before);
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "TOKEN"})
  void serverThatNeverRespondsIsExit6InBoundedTime(Endpoint endpoint) {
    google.respondAlways(endpoint, hang());
    machine.timeouts(1000, 100, 1000, 60_000);

    assertThat(runAgainst(endpoint).failure(6))
        .startsWith("gmail-labels: timed out, after 5 attempts (HOST)\n");
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
  void noMoreThanAMinuteIsWaitedForInAllAndALongerPauseIsNamed() {
    google.respondAlways(LIST, status(429).header("Retry-After", "60"));
    assertThat(machine.run().failure(6))
        .isEqualTo(
            """
            gmail-labels: too many requests, after 2 attempts; the server asks for a pause of 60 s: Error 429 (HOST)
            Try again in 60 s.
            """);
    google.respondAlways(LIST, status(503).header("Retry-After", "61"));
    assertThat(machine.run().failure(6))
        .isEqualTo(
            """
            gmail-labels: the server failed with status 503; the server asks for a pause of 61 s: Error 503 (HOST)
            Try again in 61 s.
            """);

    assertThat(machine.waits).containsExactly(Duration.ofSeconds(60));
  }

  @Test
  void wallClockThatIsSetEndsNothing() {
    google.respondAlways(
        LIST,
        chosen(
            () -> {
              machine.setClock(Duration.ofDays(google.requests(LIST).size()));
              return status(503);
            }));

    assertThat(machine.run().failure(6)).contains("status 503, after 5 attempts: ");
  }

  @Test
  void rateLimitWithoutAPauseIsWaitedOutForAMinute() {
    google.respondAlways(LIST, error(403, "userRateLimitExceeded", "Queries per minute"));

    machine.run().failure(6);
    assertThat(machine.waits.stream().mapToLong(Duration::toMillis).sum())
        .isBetween(58_000L, 65_000L);
  }

  @Test
  void verboseShowsRequestsAndWaits() {
    machine.passTwoHours();
    google.respondNext(LIST, status(429).header("Retry-After", "3"));

    String err = machine.run("--verbose").succeeded().err();

    assertThat(err)
        .contains("gmail-labels: token file TOKENS/default.json")
        .contains("gmail-labels: POST http://HOST/token: status 200, ")
        .contains("gmail-labels: GET http://HOST/gmail/v1/users/me/labels: status 429")
        .contains("gmail-labels: waiting for 3000 ms before the next attempt: status 429");
  }

  @Test
  void noNetworkAndNoHostAreExit6() {
    google.close();

    assertThat(machine.run().failure(6))
        .isEqualTo(
            """
            gmail-labels: cannot connect, after 5 attempts (HOST)
            Check the network and, if you use one, the proxy; then try again.
            """);
    assertThat(machine.waits).hasSize(4);

    machine.variables.put("GMAIL_LABELS_API_URL", "https://no-such-host.googleapis.com/");
    assertThat(machine.run().failure(6))
        .startsWith(
            "gmail-labels: cannot find the host, after 5 attempts (no-such-host.googleapis.com)\n");
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
        "HTTP/1.1 401 No\r\nWWW-Authenticate:\r\nContent-Length: 2\r\n\r\n{}",
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
    assertOneSentence(runAgainst(serve(response)).failure(6), "127.0.0.1:\\d+");
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

    assertThat(runAgainst(endless).failure(6))
        .matches("(?s)gmail-labels: timed out(, after \\d attempts)? \\(127.0.0.1:\\d+\\)\n.*");
  }

  private void assertIsNamed(String proxy, String host) {
    machine.variables.put("HTTPS_PROXY", proxy);
    machine.variables.put("GMAIL_LABELS_API_URL", "https://gmail.googleapis.com/");

    assertOneSentence(machine.run("--no-input").failure(6), host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://me:hush@gmail.googleapis.com/", "https:/me:hush@h/", "me:hush@h"})
  void passwordInAnAddressIsNotShown(String address) {
    machine.variables.put("GMAIL_LABELS_API_URL", address);

    assertThat(machine.run().failure(2)).contains("GMAIL_LABELS_API_URL").doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      textBlock =
          """
          |HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n|,            1
          |HTTP/1.1 407 Password?\r\nContent-Length: 0\r\n\r\n|,     1
          |HTTP/1.1 407 No\r\nProxy-Authenticate:\r\n\r\n|,         1
          |HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n|,               5
          |HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n|,   5
          ||,                                                         5
          |\r\n\r\n|,                                                 5
          |garbage\r\n\r\n|,                                           1
          |220 mail.example ESMTP\r\n|,                               1
          """)
  void proxyThatRefusesOrDoesNotSpeakHttpIsNamed(String response, int count) throws Exception {
    try (SocketServer proxy = serve(response)) {
      assertIsNamed(
          "http://localhost:" + proxy.port(), "localhost:" + proxy.port() + ", the proxy");
      assertThat(requests).hasValue(count);
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
  @CsvSource({
    "http://no-such-proxy.invalid:8080, no-such-proxy.invalid:8080",
    "localhost:1, localhost:1"
  })
  void proxyThatCannotBeReachedIsNamed(String address, String host) {
    assertIsNamed(address, host + ", the proxy");
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
