package gmaillabels;

import static gmaillabels.sandbox.Endpoint.AUTHORIZE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.ScriptedResponse.delayed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The built jar while it waits for the browser, and what else can reach its port: any page in any
 * browser, any program of this machine.
 */
class ReceiverIT {
  /** What follows method and target in a request. */
  private static final String REST = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  @AutoClose private final JarProcess jar = JarProcess.create();
  private final SandboxGoogle google = jar.google;
  private JarProcess.Running signIn;
  private URI redirect;
  private String path;
  private final List<Socket> held = new ArrayList<>();

  @BeforeEach
  void waitForTheBrowser() throws IOException, InterruptedException {
    jar.decide("open");
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
  }

  @Test
  void requestsOfOthersAreNotBelieved() throws Exception {
    for (String request :
        List.of(
            "GET /favicon.ico?code=forged",
            "GET /?code=forged",
            "GET /?error=access_denied",
            "POST /?code=forged",
            "GET " + path.replaceAll(".$", "") + "?error=access_denied",
            "GET /AAAAAAAAAAAAAAAAAAAAAA?code=forged")) {
      assertThat(responseTo(request + REST)).as(request).startsWith("HTTP/1.1 404 ");
    }
    for (String method : List.of("HEAD", "POST", "DELETE")) {
      assertThat(responseTo(method + " " + path + REST)).startsWith("HTTP/1.1 200 ");
    }
    assertSignsIn();
  }

  @Test
  void whatIsNoResponseToThisSignInIsShownAsNothing() throws Exception {
    for (String query :
        List.of(
            "",
            "STATE",
            "code=forged",
            "code=forged&state=forged",
            "error=access_denied&state=forged",
            "=",
            "code&STATE",
            "code=forged&state=",
            "code=forged&STATE&error=access_denied",
            "code=forged&STATE&error=",
            "code=forged&STATE&code=forged",
            "code=forged&STATE&STATE")) {
      assertPage(
          pageAt(path + "?" + query.replace("STATE", "state=" + path.substring(1))),
          "Nothing received",
          "No sign-in came with this page. The program is still waiting.");
    }
    assertSignsIn();
  }

  @ParameterizedTest
  @CsvSource({"access_denied, Sign-in denied", "%3Cb%3E, Sign-in failed: &lt;b&gt;"})
  void errorIsShownAndEndsTheSignIn(String error, String title) throws Exception {
    String target = "%s?error=%s&state=%s".formatted(path, error, path.substring(1));

    assertPage(pageAt(target), title, "Nothing was stored. See the terminal for details.");
    assertThat(signIn.end().exitCode()).isEqualTo(4);
  }

  @Test
  void laterResponsesAreShownTheFirst() throws Exception {
    google.respondNext(TOKEN, delayed(Duration.ofSeconds(2)));
    pageAt(path + "?" + redirect.getRawQuery());
    google.awaitRequests(TOKEN, 1);
    String denial = "%s?error=access_denied&state=%s".formatted(path, path.substring(1));

    assertPage(
        pageAt(denial),
        "Back to the terminal",
        "It finishes the sign-in. You can close this page.");
    assertPage(pageAt(path), "Nothing received", "No sign-in came with this page.");
    send("GET %s?%s HTTP/1.1\r\n\r\n".formatted(path, redirect.getRawQuery()));
    assertListed(signIn.end());
  }

  /** All requests are sent without their last byte, and then completed at the same time. */
  @RepeatedTest(5)
  void forgedRequestsBesideTheGoodOneChangeNothing() throws Exception {
    List<Socket> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(send("GET %s?code=forged&state=forged HTTP/1.1\r\n\r".formatted(path)));
      all.add(send("GET %s?error=access_denied HTTP/1.1\r\n\r".formatted(path)));
      // With a header that once marked a request as judged.
      all.add(send("GET %s?code=forged HTTP/1.1\r\nHanded-Over: whole\r\n\r".formatted(path)));
    }
    all.add(75, send("GET %s?%s HTTP/1.1\r\n\r".formatted(path, redirect.getRawQuery())));
    for (Socket socket : all) {
      socket.getOutputStream().write('\n');
    }

    assertListed(signIn.end());
  }

  @Test
  void whatIsNotHttpKeepsItWaiting() throws Exception {
    for (String request :
        List.of(
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n\r\n",
            "GET\r\n\r\n",
            "GET http://[ HTTP/1.1\r\n\r\n",
            "GET /?code=forged HTTP/1.1\r\nA: " + "x".repeat(10_000_000),
            "GET /?code=forged HTTP/1.1\r\n" + "A: b\r\n".repeat(100_000))) {
      assertThat(responseTo(request)).doesNotContain(" 200 ");
    }

    assertSignsIn();
  }

  /** The last kind is whole, but nobody reads the response. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          ``, 200
          GET PATH, 200
          `GET PATH HTTP/1.1\r\nHost: a\r\nB`, 200
          `GET PATH HTTP/1.1\r\n\r\n`, 50
          """)
  void connectionsThatAreLeftDoNotHoldItUp(String request, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      send(request.replace("PATH", path));
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

  private String pageAt(String target) throws IOException {
    return responseTo("GET " + target + REST);
  }

  /** A page that is readable anywhere, and loads nothing. */
  private static void assertPage(String response, String title, String text) {
    assertThat(response)
        .contains("Content-type: text/html; charset=utf-8\r\n", "Cache-control: no-store\r\n")
        .contains("<html lang=\"en\">", "<meta name=\"viewport\"", "content=\"light dark\"")
        .contains("<title>" + title, "<h1>" + title + "</h1>", "<p>" + text + "</p>")
        .contains("history.replaceState(null, \"\", location.pathname)")
        .doesNotContain("http://", "https://", "//", "forged");
  }

  /** The browser comes back, and the rest of the run is as if nothing else had happened. */
  private void assertSignsIn() throws IOException, InterruptedException {
    assertPage(
        pageAt(path + "?" + redirect.getRawQuery()),
        "Back to the terminal",
        "It finishes the sign-in. You can close this page.");
    assertListed(signIn.end());
  }

  private void assertListed(Run run) {
    assertThat(jar.legible(run.err())).isEqualTo(JarProcess.SIGNED_IN);
    assertThat(run.succeeded().out()).isEqualTo(JarProcess.LABELS);
    assertThat(google.requests(TOKEN)).hasSize(1);
  }

  /** All that comes back until the other side closes. */
  private String responseTo(String request) throws IOException {
    try {
      Socket socket = send(request);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      // It was closed before it had read the whole request.
      return "";
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
