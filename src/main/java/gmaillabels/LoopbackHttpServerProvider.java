package gmaillabels;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/**
 * Makes the HTTP server for the library's {@code LocalServerReceiver}. The receiver asks for a
 * server on every interface with one thread, on which an unfinished request delays all others. This
 * server listens on the loopback address only (RFC 8252, 7.3) and has a thread for each request.
 */
public final class LoopbackHttpServerProvider extends HttpServerProvider {
  static final String PROPERTY = "com.sun.net.httpserver.HttpServerProvider";

  private final HttpServerProvider standard;

  public LoopbackHttpServerProvider() {
    // Without the property, provider() returns the JDK's own.
    System.clearProperty(PROPERTY);
    standard = provider();
  }

  @Override
  public HttpServer createHttpServer(InetSocketAddress address, int backlog) throws IOException {
    InetSocketAddress loopback = new InetSocketAddress("127.0.0.1", address.getPort());
    HttpServer server = standard.createHttpServer(loopback, backlog);
    server.setExecutor(task -> new Thread(task, "receiver").start());
    return new HttpServer() {
      /** Ignores the receiver's null, which would mean one thread for all requests. */
      @Override
      public void setExecutor(Executor executor) {}

      @Override
      public HttpContext createContext(String path, HttpHandler handler) {
        return server.createContext(path, new RedirectHandler(handler, path));
      }

      @Override
      public Executor getExecutor() {
        return server.getExecutor();
      }

      @Override
      public void bind(InetSocketAddress address, int backlog) throws IOException {
        server.bind(address, backlog);
      }

      @Override
      public void start() {
        server.start();
      }

      @Override
      public void stop(int delay) {
        server.stop(delay);
      }

      @Override
      public HttpContext createContext(String path) {
        return server.createContext(path);
      }

      @Override
      public void removeContext(String path) {
        server.removeContext(path);
      }

      @Override
      public void removeContext(HttpContext context) {
        server.removeContext(context);
      }

      @Override
      public InetSocketAddress getAddress() {
        return server.getAddress();
      }
    };
  }

  @Override
  public HttpsServer createHttpsServer(InetSocketAddress address, int backlog) {
    throw new UnsupportedOperationException();
  }
}
