package gmaillabels;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Loads what the JDK needs for a TLS handshake on a second thread, while the first one reads the
 * command line and the files. Nothing is sent anywhere.
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
      SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 443);
      engine.setUseClientMode(true);
      engine.beginHandshake();
      // Makes the first message of a handshake, keys and all, into a buffer.
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (GeneralSecurityException | SSLException | RuntimeException e) {
      // The request will meet the same and report it.
    }
  }
}
