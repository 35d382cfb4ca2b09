package gmaillabels;

import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Loads the JDK's TLS classes and trusted certificates on a second thread, while the main thread
 * reads the command line and the files. It sends nothing. A request that needs TLS earlier waits.
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
      // The first request fails in the same way and reports it.
    }
  }
}
