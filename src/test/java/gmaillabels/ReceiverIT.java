package gmaillabels;

import static gmaillabels.sandbox.Endpoint.AUTHORIZE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built jar while it waits for the browser, and what else can reach its port: any page in any
 * browser, any program of this machine.
 */
@Timeout(120)
class ReceiverIT {
  /** No answer at all: the connection was closed. */
  private static final String CLOSED = "";

  @TempDir Path folder;
  private SandboxGoogle google;
  private JarProcess jar;
  private JarProcess.Running signIn;
  private URI redirect;
  private String path;
  private final List<Socket> held = new ArrayList<>();

  @BeforeEach
  void waitForTheBrowser() throws IOException, InterruptedException {
    google = SandboxGoogle.start();
    google.labels(List.of(SandboxLabel.system("INBOX")));
    jar = new JarProcess(google, folder);
    jar.person("open");
    signIn = jar.start(List.of());
    google.awaitRequests(AUTHORIZE, 1);
    URI page =
        google.url().resolve("o/oauth2/v2/auth?" + google.requests(AUTHORIZE).get(0).query());
    redirect = SandboxBrowser.redirectAfterAllow(page);
    path = redirect.getRawPath();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
    signIn.close();
    google.close();
  }

  @Test
  void requestsOfOthersAreNotBelieved() throws Exception {
    assertThat(statusOf("GET /favicon.ico?code=forged")).isEqualTo("404");
    assertThat(statusOf("GET /?code=forged")).isEqualTo("404");
    assertThat(statusOf("GET /?error=access_denied")).isEqualTo("404");
    assertThat(statusOf("POST /?code=forged")).isEqualTo("404");
    assertThat(statusOf("GET " + path.replaceAll(".$", "") + "?error=access_denied"))
        .isEqualTo("404");
    assertThat(statusOf("GET /AAAAAAAAAAAAAAAAAAAAAA?code=forged")).isEqualTo("404");

    assertSignsIn();
  }

  @Test
  void requestsWithoutACodeKeepItWaiting() throws Exception {
    assertThat(statusOf("GET " + path)).isEqualTo("200");
    assertThat(statusOf("GET " + path + "?")).isEqualTo("200");
    assertThat(statusOf("GET " + path + "?code=")).isEqualTo("200");
    assertThat(statusOf("GET " + path + "?code")).isEqualTo("200");
    assertThat(statusOf("GET " + path + "?state=forged&x=y")).isEqualTo("200");
    assertThat(statusOf("GET " + path + "?=")).isEqualTo(CLOSED);
    assertThat(statusOf("HEAD " + path)).isEqualTo("200");
    assertThat(statusOf("POST " + path)).isEqualTo("200");
    assertThat(statusOf("DELETE " + path)).isEqualTo("200");

    assertSignsIn();
  }

  @Test
  void whatIsNotHttpKeepsItWaiting() throws Exception {
    String tlsHello = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n";
    assertThat(answer(tlsHello + "\r\n\r\n")).doesNotContain(" 200 ");
    assertThat(answer("GET\r\n\r\n")).doesNotContain(" 200 ");
    assertThat(answer("GET http://[ HTTP/1.1\r\n\r\n")).doesNotContain(" 200 ");
    assertThat(answer("GET /?code=forged HTTP/1.1\r\nA: " + "x".repeat(10_000_000)))
        .doesNotContain(" 200 ");
    assertThat(answer("GET /?code=forged HTTP/1.1\r\n" + "A: b\r\n".repeat(100_000)))
        .doesNotContain(" 200 ");

    assertSignsIn();
  }

  @Test
  void connectionsThatNeverFinishTheirRequestDoNotHoldItUp() throws Exception {
    for (int i = 0; i < 200; i++) {
      send(i % 2 == 0 ? "GET " + path : "GET " + path + " HTTP/1.1\r\nHost: a\r\nB");
    }
    long start = System.nanoTime();

    assertSignsIn();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void otherMachinesCannotReachIt() throws Exception {
    InetAddress otherInterface = InetAddress.getByName("127.0.0.2");

    assertThatThrownBy(() -> new Socket(otherInterface, redirect.getPort()).close())
        .isInstanceOf(ConnectException.class);
    assertSignsIn();
  }

  @Test
  void connectionsThatSendNothingDoNotHoldItUp() throws Exception {
    for (int i = 0; i < 200; i++) {
      send("");
    }

    assertSignsIn();
  }

  @Test
  void secondRedirectDoesNoHarm() throws Exception {
    String request = "GET %s?%s HTTP/1.1\r\n\r\n".formatted(path, redirect.getRawQuery());
    send(request);
    send(request);

    assertListed(signIn.end());
  }

  /** The browser comes back, and the rest of the run is as if nothing else had happened. */
  private void assertSignsIn() throws IOException, InterruptedException {
    assertThat(statusOf("GET %s?%s".formatted(path, redirect.getRawQuery()))).isEqualTo("200");
    assertListed(signIn.end());
  }

  private void assertListed(Run run) {
    assertThat(jar.legible(run.err())).isEqualTo(JarProcess.PROMPT);
    assertThat(run.out()).isEqualTo("INBOX\n");
    assertThat(run.exitCode()).isZero();
    assertThat(google.requests(TOKEN)).hasSize(1);
  }

  private String statusOf(String methodAndTarget) throws IOException {
    String answer = answer(methodAndTarget + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    return answer.isEmpty() ? CLOSED : answer.split(" ", 3)[1];
  }

  /** All that comes back until the other side closes. */
  private String answer(String request) throws IOException {
    try {
      Socket socket = send(request);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      // It was closed before it had read the whole request.
      return CLOSED;
    }
  }

  /** Sends this and keeps the connection open until the end of the test. */
  private Socket send(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), redirect.getPort());
    held.add(socket);
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return socket;
  }
}
