package gmaillabels;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SocketServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes in place of a response: no failure of the network looks like anything else. */
class WireTest {
  @AutoClose private final Machine machine = Machine.signedIn();
  private final AtomicInteger requests = new AtomicInteger();
  private SocketServer server = serve("");

  @AfterEach
  void stop() throws Exception {
    server.close();
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
    machine.timeouts(
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofMillis(300),
        Duration.ofSeconds(2));
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
        .startsWith("gmail-labels: no answer in time (127.0.0.1)\n");
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
  @ValueSource(strings = {"", "\r\n\r\n", "garbage\r\n\r\n", "220 mail.example ESMTP\r\n"})
  void proxyThatDoesNotSpeakHttpIsNamed(String response) throws Exception {
    try (SocketServer proxy = serve(response)) {
      assertIsNamed("http://localhost:" + proxy.port(), "localhost");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "HTTP/1.1 100 Continue\r\n\r\n"})
  void connectionThatClosesIsMetFiveTimesAtTheMost(String response) throws Exception {
    runAgainst(serve(response)).failure(6);

    assertThat(requests.get()).isBetween(2, 5);
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
