package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxProxy;
import gmaillabels.sandbox.SandboxTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that the environment names, before a Google that is reached through TLS. */
class ProxyTest {
  private static final String NOBODY_LISTENS = "http://127.0.0.1:1";

  private static SandboxTls tls;
  @AutoClose private final Machine machine = Machine.signedOut(tls);
  private final SandboxGoogle google = machine.google;
  @AutoClose private final SandboxProxy proxy = new SandboxProxy();
  private final Path certificates = machine.work.resolve("corporate.pem");

  @BeforeAll
  static void makeCertificate() throws IOException, GeneralSecurityException, InterruptedException {
    tls = SandboxTls.create();
  }

  @BeforeEach
  void trustCertificate() throws IOException, GeneralSecurityException {
    Files.writeString(certificates, "Our own CA\n" + tls.pem());
    machine.variables.put("SSL_CERT_FILE", certificates.toString());
    machine.browser =
        page -> {
          SSLSocketFactory usual = HttpsURLConnection.getDefaultSSLSocketFactory();
          HttpsURLConnection.setDefaultSSLSocketFactory(tls.context().getSocketFactory());
          SandboxBrowser.allow(page);
          HttpsURLConnection.setDefaultSSLSocketFactory(usual);
        };
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
  void everyRequestGoesThroughTheProxy(String variable) throws IOException {
    machine.variables.put(variable, "http://" + proxy.host());

    machine.run().succeeded();
    machine.passTwoHours();
    machine.run("--no-input").succeeded();
    machine.run("logout").succeeded();

    // Code exchange and list; refresh and list; revocation. A tunnel may serve several.
    assertThat(proxy.requests())
        .isNotEmpty()
        .allMatch(head -> head.startsWith("CONNECT " + google.host() + " "));
    proxy.close();
    machine.run("login").failure(6);
  }

  @ParameterizedTest
  @CsvSource({
    "p@ss/w?rd#:, p@ss/w?rd#:",
    "100%, 100%",
    "p%40ss+%25, p@ss+%",
    "p%40ss%20word, p@ss word",
    "http://x@y, http://x@y"
  })
  void passwordIsReadAsPeopleMeanItAndIsForTheProxyAlone(String written, String password) {
    proxy.requirePassword("me@corp:" + password);
    machine.variables.put("HTTPS_PROXY", "me@corp:" + written + "@" + proxy.host());

    assertThat(machine.run("--verbose").succeeded().err()).doesNotContain(written, password);
    assertThat(google.requests())
        .isNotEmpty()
        .noneMatch(request -> request.headers().containsKey("proxy-authorization"));
    assertThat(google.authorization.secretsIn(proxy.requests().toString())).isEmpty();
  }

  @Test
  void wrongPasswordIsSentOnceAndIsExit6AndNamesNoPassword() {
    proxy.requirePassword("me:right");
    machine.variables.put("HTTPS_PROXY", "http://me:hush@" + proxy.host());

    assertThat(machine.run("--verbose", "login").failure(6))
        .contains(
            """
            gmail-labels: the sign-in could not be finished: the proxy requires a user name and a password, or refused those it got (%s, the proxy)
            Put them into the variable that names the proxy: http://USER:PASSWORD@HOST:PORT.
            """
                .formatted(proxy.host()))
        .doesNotContain("hush");
    assertThat(proxy.requests()).filteredOn(r -> r.contains("Proxy-authorization")).hasSize(1);
    assertThat(machine.waits).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 0",
    "*, 0",
    "'example.org, 127.0.0.1', 0",
    ".0.0.1, 0",
    "*.0.0.1, 0",
    "'', 6",
    "example.org, 6",
    "27.0.0.1, 6"
  })
  void exemptHostsAreReachedDirectly(String exempt, int exitCode) {
    machine.variables.put("HTTPS_PROXY", NOBODY_LISTENS);
    machine.variables.put("NO_PROXY", exempt);

    assertThat(machine.run().exitCode()).isEqualTo(exitCode);
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
        "http://me:hush@127.0.0.1:0",
        "http://me:hush@127.0.0.1:port",
        "https://me:hush@127.0.0.1:1",
        "http://[hush"
      })
  void otherProxiesAreWrongUsage(String proxy) {
    machine.variables.put("HTTPS_PROXY", proxy);

    assertThat(machine.run().failure(2))
        .contains("gmail-labels: HTTPS_PROXY is not the address of an HTTP proxy")
        .doesNotContain("hush");
  }

  @Test
  void certificateThatIsNotTrustedIsExit6AtOnceAndItsIssuerIsNamed() throws Exception {
    machine.signIn();
    byte[] before = Files.readAllBytes(machine.tokenFile());
    String message =
        "gmail-labels: the certificate is not trusted; it was issued by CN=sandbox (HOST)\n";
    machine.variables.remove("SSL_CERT_FILE");
    assertThat(machine.run("--no-input").failure(6))
        .startsWith(message + "Waiting does not help. ")
        .contains("save its root certificate as PEM, and set SSL_CERT_FILE to that file");

    Files.writeString(certificates, SandboxTls.create().pem());
    machine.variables.put("SSL_CERT_FILE", certificates.toString());
    assertThat(machine.run("--no-input").failure(6))
        .startsWith(message)
        .contains("add its root certificate, as PEM, to SSL_CERT_FILE (WORK/corporate.pem).");
    proxy.requirePassword("me:hush");
    machine.variables.put("HTTPS_PROXY", "http://me:hush@" + proxy.host());
    assertThat(machine.run("--no-input").failure(6)).contains("issued by CN=sandbox");
    assertThat(google.requests()).isEmpty();
    assertThat(machine.waits).isEmpty();
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);
  }

  @Test
  void certificateOfAnotherHostIsNoMatterOfTrust() throws IOException {
    machine.signIn();
    machine.variables.put("HTTPS_PROXY", "http://" + proxy.host());
    String other = "127.0.0.9:" + google.url().getPort();
    machine.variables.put("GMAIL_LABELS_API_URL", "https://" + other);

    assertThat(machine.run("--no-input").failure(6))
        .isEqualTo(
            """
            gmail-labels: the certificate is for another host (%s)
            A network that wants you to log in, or a proxy, may have responded instead. Open a page in a browser, then try again.
            """
                .formatted(other));
    assertThat(google.requests()).isEmpty();
    assertThat(machine.waits).isEmpty();
  }

  @Test
  void wrongFileOfCertificatesIsWrongUsage() throws IOException {
    machine.signIn();
    String hint = "Correct SSL_CERT_FILE, or unset it to trust the certificates that Java has.\n";
    for (String content : List.of("", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n")) {
      Files.writeString(certificates, content);
      assertThat(machine.run("--no-input").failure(2))
          .isEqualTo(
              "gmail-labels: SSL_CERT_FILE holds no certificates in PEM format (WORK/corporate.pem)\n"
                  + hint);
    }
    Files.delete(certificates);
    assertThat(machine.run("--no-input").failure(2))
        .startsWith("gmail-labels: SSL_CERT_FILE cannot be read: ")
        .endsWith(" (WORK/corporate.pem)\n" + hint);
    machine.run("status").succeeded();
    machine.variables.put("SSL_CERT_FILE", "");
    machine.run("--no-input").failure(6);
  }

  @Test
  void oldClientsAreRevokedAtTheAddressThatThereIs() throws IOException {
    machine.signIn();
    Machine.edit(
        machine.tokenFile(),
        signIn ->
            signIn.replaceFirst(
                "https://[^\"]*/token", "https://www.googleapis.com/oauth2/v3/token"));
    machine.variables.put("HTTPS_PROXY", proxy.host());

    assertThat(machine.run("logout").failure(6)).contains("(oauth2.googleapis.com)");
    assertThat(proxy.requests())
        .allMatch(head -> head.startsWith("CONNECT oauth2.googleapis.com:443 "));
  }
}
