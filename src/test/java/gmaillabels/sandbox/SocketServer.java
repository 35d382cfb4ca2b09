package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** A server on loopback that does with each connection what it is given to do, in a thread each. */
public final class SocketServer implements AutoCloseable {
  private final ServerSocket server;
  private final ThrowingConsumer<Socket> handler;

  private SocketServer(ServerSocket server, ThrowingConsumer<Socket> handler) {
    this.server = server;
    this.handler = handler;
  }

  /** Starts one. What the handler throws ends its connection. */
  public static SocketServer start(ThrowingConsumer<Socket> handler) {
    try {
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      SocketServer server = new SocketServer(socket, handler);
      startDaemon(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** The next request line with its headers. */
  public static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("no request");
      }
      head.write(b);
    }
    return head.toString(ISO_8859_1);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        startDaemon(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      handler.accept(client);
    } catch (Throwable e) {
      // The other side is gone, mostly; what the client saw is for the test to check.
    }
  }

  static Thread startDaemon(Runnable task) {
    Thread thread = new Thread(task, "socket-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
