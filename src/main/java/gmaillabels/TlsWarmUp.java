package gmaillabels;

import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Loads the JDK's TLS and its trusted certificates on a second thread, while the first one reads
 * the command line and the files. Nothing is sent; who needs TLS earlier waits for it in the JDK.
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
      // The request will meet the same and report it.
    }
  }
}
