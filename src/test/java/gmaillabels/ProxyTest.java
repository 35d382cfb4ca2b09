package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxProxy;
import gmaillabels.sandbox.SandboxTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that the environment names, before a Google that is reached through TLS. */
@Timeout(60)
class ProxyTest {
  @TempDir Path folder;
  @TempDir static Path certificates;
  private static SandboxTls tls;
  private final SSLSocketFactory usual = HttpsURLConnection.getDefaultSSLSocketFactory();
  private SandboxGoogle google;
  private Machine machine;

  @BeforeAll
  static void makeCertificate() throws IOException, GeneralSecurityException, InterruptedException {
    tls = SandboxTls.create(certificates);
  }

  @BeforeEach
  void start() throws IOException {
    HttpsURLConnection.setDefaultSSLSocketFactory(tls.context().getSocketFactory());
    google = SandboxGoogle.startTls(tls.context());
    machine = new Machine(google, folder);
  }

  @AfterEach
  void stop() {
    google.close();
    HttpsURLConnection.setDefaultSSLSocketFactory(usual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
  void everyRequestGoesThroughTheProxy(String variable) throws IOException {
    try (SandboxProxy proxy = SandboxProxy.start()) {
      machine.variables.put(variable, "http://127.0.0.1:" + proxy.port());

      assertThat(machine.run().exitCode()).isZero();
      machine.pass(Duration.ofHours(2));
      assertThat(machine.run("--no-input").exitCode()).isZero();
      assertThat(machine.run("logout").exitCode()).isZero();

      // Code exchange and list; refresh and list; revocation. A tunnel may serve several.
      assertThat(proxy.requests())
          .isNotEmpty()
          .allMatch(head -> head.startsWith("CONNECT " + google.host() + " "));
    }
    assertThat(machine.run("login").exitCode()).isEqualTo(6);
  }

  @Test
  void passwordIsForTheProxyAlone() throws IOException {
    try (SandboxProxy proxy = SandboxProxy.startFor("me:p@ss word")) {
      machine.variables.put("HTTPS_PROXY", "me:p%40ss%20word@127.0.0.1:" + proxy.port());

      Run run = machine.run("--verbose");

      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).doesNotContain("p@ss", "p%40ss");
      assertThat(google.requests())
          .isNotEmpty()
          .noneMatch(request -> request.headers().containsKey("proxy-authorization"));
      assertThat(proxy.requests())
          .noneMatch(head -> google.secrets().stream().anyMatch(head::contains));
    }
  }

  @Test
  void wrongPasswordIsExit6AndNamesNoPassword() throws IOException {
    try (SandboxProxy proxy = SandboxProxy.startFor("me:right")) {
      machine.variables.put("HTTPS_PROXY", "http://me:hush@127.0.0.1:" + proxy.port());

      Run run = machine.run("--verbose");

      assertThat(run.exitCode()).isEqualTo(6);
      assertThat(run.outBytes()).isEmpty();
      assertThat(run.err())
          .contains("the proxy wants a user name and a password, or does not accept those it got")
          .doesNotContain("hush");
      assertThat(machine.waits).isEmpty();
    }
  }

  @Test
  void proxyThatIsNotThereIsExit6() {
    machine.variables.put("HTTPS_PROXY", "http://127.0.0.1:1");

    assertThat(machine.run().exitCode()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "*", "example.org, 127.0.0.1", ".0.0.1", "*.0.0.1", "127.0.0.1:PORT"})
  void exemptHostsAreReachedDirectly(String exempt) {
    machine.variables.put("HTTPS_PROXY", "http://127.0.0.1:1");
    machine.variables.put(
        "NO_PROXY", exempt.replace("PORT", String.valueOf(google.url().getPort())));

    assertThat(machine.run().exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.org", "27.0.0.1", "127.0.0.1:1"})
  void otherHostsAreNot(String exempt) {
    machine.variables.put("HTTPS_PROXY", "http://127.0.0.1:1");
    machine.variables.put("NO_PROXY", exempt);

    assertThat(machine.run().exitCode()).isEqualTo(6);
  }

  @Test
  void httpProxyIsNotForHttps() {
    machine.variables.put("HTTP_PROXY", "http://127.0.0.1:1");

    assertThat(machine.run().exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://me:hush@127.0.0.1:1",
        "http://me:hush@:1",
        "http://me:hush@127.0.0.1:65536",
        "http://[hush"
      })
  void otherProxiesAreWrongUsage(String proxy) {
    machine.variables.put("HTTPS_PROXY", proxy);

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("gmail-labels: HTTPS_PROXY is not the address of an HTTP proxy")
        .doesNotContain("hush");
  }

  @Test
  void certificateThatIsNotTrustedIsExit6AtOnce() throws IOException {
    machine.signedIn();
    byte[] before = Files.readAllBytes(machine.tokenFile());
    HttpsURLConnection.setDefaultSSLSocketFactory(usual);

    Run run = machine.run("--no-input");

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).startsWith("gmail-labels: the certificate is not trusted (127.0.0.1)\n");
    assertThat(machine.waits).isEmpty();
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);
  }
}
