package gmaillabels;

import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Loads the JDK's TLS and its trusted certificates on a second thread, while the first one reads
 * the command line and the files. Nothing is sent. A request that needs TLS earlier waits for it.
 */
final class TlsWarmUp extends Thread {
  TlsWarmUp() {
    super("tls-warm-up");
  }

  @Override
  public void run() {
    try {
      SSLSocketFactory.getDefault().createSocket().close();
    } catch (IOException | RuntimeException | LinkageError e) {
      // The first request will fail in the same way, and report it.
    }
  }
}
