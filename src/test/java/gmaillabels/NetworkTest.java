package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.REVOKE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.ScriptedResponse.body;
import static gmaillabels.sandbox.ScriptedResponse.chosen;
import static gmaillabels.sandbox.ScriptedResponse.cut;
import static gmaillabels.sandbox.ScriptedResponse.cutAfter;
import static gmaillabels.sandbox.ScriptedResponse.error;
import static gmaillabels.sandbox.ScriptedResponse.hang;
import static gmaillabels.sandbox.ScriptedResponse.json;
import static gmaillabels.sandbox.ScriptedResponse.oauthError;
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
import java.util.List;
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

  private static final String ENABLE =
      "https://console.developers.google.com/apis/api/gmail.googleapis.com/overview?project=17";

  static Stream<Arguments> refusals() {
    String notEnabled =
        """
        gmail-labels: the Gmail API is not enabled in your Google Cloud project: WORDS (HOST)
        Enable it, wait a few minutes, and try again: PAGE
        """;
    String unused = "Gmail API has not been used in project 17 before or it is disabled.";
    return Stream.of(
        Arguments.of(
            error(403, "accessNotConfigured", "Gmail API is off"),
            notEnabled
                .replace("WORDS", "Gmail API is off")
                .replace(
                    "PAGE", "https://console.cloud.google.com/apis/library/gmail.googleapis.com")),
        Arguments.of(
            error(403, "accessNotConfigured", unused),
            notEnabled
                .replace("WORDS", unused)
                .replace(
                    "PAGE",
                    "https://console.cloud.google.com/apis/library/gmail.googleapis.com?project=17")),
        Arguments.of(
            error(403, "accessNotConfigured", unused + " Visit " + ENABLE + " then retry."),
            notEnabled
                .replace("WORDS", unused + " Visit " + ENABLE + " then retry.")
                .replace("PAGE", ENABLE)),
        Arguments.of(
            json(
                403,
                """
                {"error": {"code": 403, "message": "Gmail API is off", "status": "PERMISSION_DENIED",
                  "details": [{"@type": "type.googleapis.com/google.rpc.Help",
                      "links": [{"description": "Console", "url": "PAGE"}]},
                    {"@type": "type.googleapis.com/google.rpc.ErrorInfo",
                      "reason": "SERVICE_DISABLED", "domain": "googleapis.com"}]}}"""
                    .replace("PAGE", ENABLE)),
            notEnabled.replace("WORDS", "Gmail API is off").replace("PAGE", ENABLE)),
        Arguments.of(
            error(403, "accessNotConfigured", "Project 17 is not found and cannot be used."),
            """
            gmail-labels: the Google Cloud project of the OAuth client does not exist: Project 17 is not found and cannot be used. (HOST)
            Make a new project and a client in it (https://console.cloud.google.com/projectcreate), save the client's JSON in place of the old one, then run: gmail-labels login
            """),
        Arguments.of(
            error(403, "insufficientPermissions", "Insufficient Permission"),
            """
            gmail-labels: the access token does not include the permission to list labels: Insufficient Permission (HOST)
            Sign in again and tick every box: gmail-labels login
            """),
        Arguments.of(
            error(403, "dailyLimitExceeded", "Daily Limit Exceeded"),
            """
            gmail-labels: the quota of your Google Cloud project is used up: Daily Limit Exceeded (HOST)
            See it at https://console.cloud.google.com/apis/api/gmail.googleapis.com/quotas and try again when it has been renewed.
            """),
        Arguments.of(
            error(400, "failedPrecondition", "Precondition check failed."),
            """
            gmail-labels: the account has no Gmail mailbox, or Gmail is off for it: Precondition check failed. (HOST)
            See whether https://mail.google.com opens for this account. If not, sign in with another one: gmail-labels login
            """),
        Arguments.of(
            error(403, "domainPolicy", "The domain\u001b[31m administrators\nhave disabled it"),
            """
            gmail-labels: a policy of your organization forbids this: The domain\\u001b[31m administrators\\u000ahave disabled it (HOST)
            Ask its administrator to allow the OAuth client.
            """),
        Arguments.of(
            error(418, "teapot", "x".repeat(10_000)),
            "gmail-labels: refused with status 418: " + "x".repeat(500) + "… (HOST)\n"),
        Arguments.of(error(418, "teapot", ""), "gmail-labels: refused with status 418 (HOST)\n"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalOfGmailIsExit5(ScriptedResponse response, String message) {
    google.respondAlways(LIST, response);

    assertThat(machine.run().failure(5)).isEqualTo(message.replace("HOST", google.host()));
    assertThat(google.endpoints()).containsExactly(LIST);
    assertThat(machine.run("--verbose").failure(5)).doesNotContain("at gmaillabels", "caused by");
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
          .endsWith(" (" + google.host() + ")\n" + PORTAL);
      assertThat(google.endpoints()).containsExactly(endpoint);
    }
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);
  }

  @Test
  void redirectIsNamedAndNotFollowed() {
    google.respondAlways(
        LIST, status(302).header("Location", google.url().resolve("login").toString()));

    assertThat(machine.run().failure(6))
        .isEqualTo(NOT_GOOGLE + "status 302, no content type (" + google.host() + ")\n" + PORTAL);
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
                ? "gmail-labels: too many requests, after 5 attempts: Error 429 (%s)\nTry again later.\n"
                    .formatted(google.host())
                : "gmail-labels: the server failed with status %d, after 5 attempts: Error %1$d (%s)\nTry again later.\n"
                    .formatted(status, google.host()));
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
        .startsWith("gmail-labels: connection closed, after 5 attempts (" + google.host() + ")\n");
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

    assertThat(runAgainst(endpoint).failure(6))
        .startsWith("gmail-labels: timed out, after 5 attempts (" + google.host() + ")\n");
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
            gmail-labels: too many requests, after 2 attempts; the server asks for a pause of 60 s: Error 429 (%s)
            Try again in 60 s.
            """
                .formatted(google.host()));
    google.respondAlways(LIST, status(503).header("Retry-After", "61"));
    assertThat(machine.run().failure(6))
        .isEqualTo(
            """
            gmail-labels: the server failed with status 503; the server asks for a pause of 61 s: Error 503 (%s)
            Try again in 61 s.
            """
                .formatted(google.host()));

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

  static Stream<Arguments> limits() {
    return Stream.of(
            oauthError(403, "rate_limit_exceeded", "Slow down"),
            error(403, "rateLimitExceeded", "Slow down"),
            body(403, "text/html", "<html>Error 403: rate_limit_exceeded"),
            oauthError(429, "slow_down", "Slow down"),
            body(503, "text/html", "<html>Error 503"),
            status(408))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("limits")
  void sameResponsesAreRetriedAtEveryEndpoint(ScriptedResponse response) {
    for (Endpoint endpoint : List.of(LIST, TOKEN, REVOKE)) {
      google.respondNext(endpoint, response);

      runAgainst(endpoint).succeeded();
      assertThat(google.requests(endpoint)).hasSize(2);
      google.clearRequests();
    }
  }

  static Stream<Arguments> refusedRefreshes() {
    return Stream.of(
        Arguments.of(
            4,
            oauthError(400, "invalid_grant", "reauth related error (invalid_rapt)"),
            """
            gmail-labels: your organization's session length ended the sign-in: invalid_grant: reauth related error (invalid_rapt) (HOST)
            This will happen again, unless an administrator exempts this app under "Google Cloud session control" in the Admin console.
            Sign in again at a terminal: gmail-labels login
            """),
        Arguments.of(
            4,
            oauthError(401, "invalid_grant", "Token has been expired or revoked."),
            """
            gmail-labels: the sign-in has ended; it was revoked or has expired: invalid_grant: Token has been expired or revoked. (HOST)
            """),
        Arguments.of(
            4,
            oauthError(400, "policy_enforced", "Account is protected"),
            """
            gmail-labels: a policy forbids the sign-in: policy_enforced: Account is protected (HOST)
            Advanced Protection, or the administrator of your organization, blocks this app: ask them to allow the OAuth client, or try a scope that asks for less: gmail-labels login --scope=labels
            """),
        Arguments.of(
            3,
            oauthError(401, "disabled_client", "The OAuth client was disabled."),
            """
            gmail-labels: HOST does not accept the OAuth client; it was deleted or disabled, or its secret is wrong: disabled_client: The OAuth client was disabled. (FILE)
            """),
        Arguments.of(
            3,
            oauthError(400, "invalid_request", "client_secret is missing."),
            """
            gmail-labels: HOST does not accept the OAuth client; it was deleted or disabled, or its secret is wrong: invalid_request: client_secret is missing. (FILE)
            """),
        Arguments.of(
            5,
            error(400, "badRequest", "Request contains an invalid argument."),
            """
            gmail-labels: refused with status 400: Request contains an invalid argument. (HOST)
            """));
  }

  @ParameterizedTest
  @MethodSource("refusedRefreshes")
  void refusalOfTheTokenEndpointIsToldInGooglesWords(
      int exitCode, ScriptedResponse response, String message) {
    google.respondAlways(TOKEN, response);

    assertThat(runAgainst(TOKEN).failure(exitCode))
        .startsWith(
            message.replace("HOST", google.host()).replace("FILE", machine.credentials.toString()));
    assertThat(google.endpoints()).containsExactly(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "3599.5", "\"3600\"", "\"3599.5\"", "1e300"})
  void lifetimeMayBeSpelledInManyWays(String lifetime) throws IOException {
    String accessToken =
        Files.readString(machine.tokenFile()).replaceAll("(?s).*(ya29[^\"]+).*", "$1");
    google.respondAlways(
        TOKEN,
        json(
            200,
            "{\"access_token\": \"%s\", \"expires_in\": %s}".formatted(accessToken, lifetime)));

    runAgainst(TOKEN).succeeded();
    machine.run("--no-input").succeeded();
    assertThat(google.requests(TOKEN)).hasSize(1);
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
        .contains("gmail-labels: waiting for 3000 ms before the next attempt: status 429");
    assertThat(google.secrets()).isNotEmpty().noneMatch(err::contains);
  }

  @Test
  void noNetworkAndNoHostAreExit6() {
    google.close();

    assertThat(machine.run().failure(6))
        .isEqualTo(
            """
            gmail-labels: cannot connect, after 5 attempts (%s)
            Check the network and, if you use one, the proxy; then try again.
            """
                .formatted(google.host()));
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
      textBlock =
          """
          HTTP/1.1 403 No, 1
          HTTP/1.1 407 Password?, 1
          HTTP/1.1 503, 5
          HTTP/1.1 502 Bad Gateway, 5
          """)
  void proxyThatRefusesIsNamed(String status, int attempts) throws Exception {
    try (SocketServer proxy = serve(status + "\r\nContent-Length: 0\r\n\r\n")) {
      assertIsNamed(
          "http://localhost:" + proxy.port(), "localhost:" + proxy.port() + ", the proxy");
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
      assertIsNamed(
          "http://localhost:" + proxy.port(), "localhost:" + proxy.port() + ", the proxy");
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
