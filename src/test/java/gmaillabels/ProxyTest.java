package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxProxy;
import gmaillabels.sandbox.SandboxTls;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that the environment names, before a Google that is reached through TLS. */
class ProxyTest {
  private static final String NOBODY_LISTENS = "http://127.0.0.1:1";

  private static SandboxTls tls;
  private final SSLSocketFactory usual = HttpsURLConnection.getDefaultSSLSocketFactory();
  @AutoClose private final Machine machine = Machine.signedOut(tls);
  private final SandboxGoogle google = machine.google;

  @BeforeAll
  static void makeCertificate() throws IOException, GeneralSecurityException, InterruptedException {
    tls = SandboxTls.create();
  }

  @BeforeEach
  void trustCertificate() {
    HttpsURLConnection.setDefaultSSLSocketFactory(tls.context().getSocketFactory());
  }

  @AfterEach
  void trustTheUsualOnes() {
    HttpsURLConnection.setDefaultSSLSocketFactory(usual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
  void everyRequestGoesThroughTheProxy(String variable) throws IOException {
    try (SandboxProxy proxy = new SandboxProxy("")) {
      machine.variables.put(variable, "http://127.0.0.1:" + proxy.port());

      machine.run().succeeded();
      machine.passTwoHours();
      machine.run("--no-input").succeeded();
      machine.run("logout").succeeded();

      // Code exchange and list; refresh and list; revocation. A tunnel may serve several.
      assertThat(proxy.requests())
          .isNotEmpty()
          .allMatch(head -> head.startsWith("CONNECT " + google.host() + " "));
    }
    machine.run("login").failure(6);
  }

  @Test
  void passwordIsForTheProxyAlone() throws IOException {
    try (SandboxProxy proxy = new SandboxProxy("me:p@ss word")) {
      machine.variables.put("HTTPS_PROXY", "me:p%40ss%20word@127.0.0.1:" + proxy.port());

      Run run = machine.run("--verbose").succeeded();

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
    try (SandboxProxy proxy = new SandboxProxy("me:right")) {
      machine.variables.put("HTTPS_PROXY", "http://me:hush@127.0.0.1:" + proxy.port());

      assertThat(machine.run("--verbose").failure(6))
          .contains("the proxy wants a user name and a password, or does not accept those it got")
          .doesNotContain("hush");
      assertThat(machine.waits).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "*", "example.org, 127.0.0.1", ".0.0.1", "*.0.0.1"})
  void exemptHostsAreReachedDirectly(String exempt) {
    machine.variables.put("HTTPS_PROXY", NOBODY_LISTENS);
    machine.variables.put("NO_PROXY", exempt);

    machine.run().succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.org", "27.0.0.1"})
  void otherHostsAreNot(String exempt) {
    machine.variables.put("HTTPS_PROXY", NOBODY_LISTENS);
    machine.variables.put("NO_PROXY", exempt);

    machine.run().failure(6);
  }

  @Test
  void httpProxyIsNotForHttps() {
    machine.variables.put("HTTP_PROXY", NOBODY_LISTENS);

    machine.run().succeeded();
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

    assertThat(machine.run().failure(2))
        .contains("gmail-labels: HTTPS_PROXY is not the address of an HTTP proxy")
        .doesNotContain("hush");
  }

  @Test
  void certificateThatIsNotTrustedIsExit6AtOnce() throws IOException {
    machine.signIn();
    byte[] before = Files.readAllBytes(machine.tokenFile());
    HttpsURLConnection.setDefaultSSLSocketFactory(usual);

    assertThat(machine.run("--no-input").failure(6))
        .startsWith("gmail-labels: the certificate is not trusted (127.0.0.1)\n");
    assertThat(machine.waits).isEmpty();
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);
  }
}
