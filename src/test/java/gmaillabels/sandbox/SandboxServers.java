package gmaillabels.sandbox;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import gmaillabels.LoopbackHttpServerProvider;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Where this process gets its HTTP servers from: the sandbox from the JDK, and the receiver of the
 * program under test from the program, as it does in a process of its own. The JDK has room for one
 * provider, and whoever asks first decides.
 */
public final class SandboxServers extends HttpServerProvider {
  private static final String PROPERTY = "com.sun.net.httpserver.HttpServerProvider";

  /** The JDK's own. */
  static final HttpServerProvider JDK = install();

  private final HttpServerProvider jdk;
  private final HttpServerProvider program;

  /** Called by the JDK. */
  public SandboxServers() {
    System.clearProperty(PROPERTY);
    jdk = provider();
    program = new LoopbackHttpServerProvider();
  }

  private static HttpServerProvider install() {
    // In Maven's own process the JDK would not find this class, and there is no program to serve.
    if (SandboxServers.class.getClassLoader() != ClassLoader.getSystemClassLoader()) {
      return provider();
    }
    System.setProperty(PROPERTY, SandboxServers.class.getName());
    return ((SandboxServers) provider()).jdk;
  }

  @Override
  public HttpServer createHttpServer(InetSocketAddress address, int backlog) throws IOException {
    return program.createHttpServer(address, backlog);
  }

  @Override
  public HttpsServer createHttpsServer(InetSocketAddress address, int backlog) throws IOException {
    return program.createHttpsServer(address, backlog);
  }
}
