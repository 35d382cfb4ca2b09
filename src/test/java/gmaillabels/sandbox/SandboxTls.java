package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for 127.0.0.1 and localhost, fresh from the JDK's keytool.
 *
 * @param store holds it
 * @param context offers the certificate, and trusts it and no other
 */
public record SandboxTls(KeyStore store, SSLContext context) {
  private static final String PASSWORD = "sandbox";

  /** The certificate as a file in PEM format has it. */
  public String pem() throws GeneralSecurityException {
    byte[] certificate = store.getCertificate("sandbox").getEncoded();
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(certificate));
  }

  public static SandboxTls create()
      throws IOException, InterruptedException, GeneralSecurityException {
    try (TempFolder folder = TempFolder.create()) {
      Path file = folder.path().resolve("sandbox.p12");
      List<String> keytool = new ArrayList<>();
      keytool.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
      keytool.addAll(
          List.of(
              ("-genkeypair -alias sandbox -keyalg EC -dname CN=sandbox -validity 30"
                      + " -ext san=ip:127.0.0.1,dns:localhost -storetype PKCS12 -storepass "
                      + PASSWORD)
                  .split(" ")));
      keytool.addAll(List.of("-keystore", file.toString()));
      Process process = new ProcessBuilder(keytool).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("keytool failed: " + output);
      }
      KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new SandboxTls(store, context);
    }
  }

  /** Writes this JDK's trusted roots and the sandbox's certificate, in the format of the former. */
  public Path trustStore(Path file) throws IOException, GeneralSecurityException {
    Path cacerts = Path.of(System.getProperty("java.home"), "lib/security/cacerts");
    KeyStore usual = KeyStore.getInstance(cacerts.toFile(), (char[]) null);
    KeyStore roots = KeyStore.getInstance(usual.getType());
    roots.load(null, null);
    for (String alias : Collections.list(usual.aliases())) {
      roots.setCertificateEntry(alias, usual.getCertificate(alias));
    }
    roots.setCertificateEntry("sandbox", store.getCertificate("sandbox"));
    try (OutputStream out = Files.newOutputStream(file)) {
      // A newer format has no password where it holds only certificates.
      roots.store(out, usual.getType().equalsIgnoreCase("jks") ? PASSWORD.toCharArray() : null);
    }
    return file;
  }
}
