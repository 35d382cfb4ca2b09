package gmaillabels.http;

import gmaillabels.error.UsageProblems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trusts the certificates in a file, and finds the issuer of those that are not trusted. */
final class Certificates {
  private static final int TIMEOUT_MILLIS = 10_000;

  private Certificates() {}

  /** Trusts the certificates in a PEM file, the one in {@code SSL_CERT_FILE}. */
  static SSLSocketFactory trustedIn(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate c : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("" + store.size(), c);
      }
      if (store.size() == 0) {
        throw new CertificateException();
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return factory(trust.getTrustManagers());
    } catch (IOException e) {
      throw UsageProblems.unreadableCertificates(file, e);
    } catch (GeneralSecurityException e) {
      throw UsageProblems.noCertificates(file);
    }
  }

  private static SSLSocketFactory factory(TrustManager... managers)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    return context.getSocketFactory();
  }

  /** The issuer of a server's certificates, from a handshake that always fails. */
  static Optional<String> issuer(HttpsURLConnection connection) {
    AtomicReference<String> issuer = new AtomicReference<>();
    X509TrustManager recorder =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type)
              throws CertificateException {
            issuer.set(chain[chain.length - 1].getIssuerX500Principal().getName());
            throw new CertificateException();
          }

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    try {
      connection.setSSLSocketFactory(factory(recorder));
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.connect();
    } catch (IOException | GeneralSecurityException e) {
      // The handshake fails in any case; the issuer is known if it got that far.
    }
    return Optional.ofNullable(issuer.get());
  }
}
