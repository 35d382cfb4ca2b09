package gmaillabels;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server whose answer never stands still for long and never ends. */
final class TricklingServer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final CountDownLatch closed = new CountDownLatch(1);

  private TricklingServer() throws IOException {}

  static TricklingServer start() throws IOException {
    TricklingServer trickling = new TricklingServer();
    startDaemon(trickling::accept);
    return trickling;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket client = server.accept();
        startDaemon(() -> trickle(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void trickle(Socket client) {
    try (client;
        OutputStream out = client.getOutputStream()) {
      out.write("HTTP/1.1 200 OK\r\nX-Filler: ".getBytes(StandardCharsets.US_ASCII));
      while (!closed.await(20, TimeUnit.MILLISECONDS)) {
        out.write('x');
        out.flush();
      }
    } catch (IOException e) {
      // The client has had enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void startDaemon(Runnable task) {
    Thread thread = new Thread(task, "trickling");
    thread.setDaemon(true);
    thread.start();
  }
}
