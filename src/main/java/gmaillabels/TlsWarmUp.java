package gmaillabels;

import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Loads the JDK's TLS and its trusted certificates on a second thread, while the first one reads
 * the command line and the files. Nothing is sent anywhere.
 */
final class TlsWarmUp implements Runnable {
  private TlsWarmUp() {}

  /** Begins; whoever needs TLS before this has ended waits for it inside the JDK. */
  static void start() {
    Thread thread = new Thread(new TlsWarmUp(), "tls-warm-up");
    thread.setDaemon(true);
    thread.start();
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
