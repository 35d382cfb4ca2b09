package gmaillabels.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that tunnels CONNECT requests, to any host's name, to this machine. */
public final class SandboxProxy implements AutoCloseable {
  private final ServerSocket server;
  private final String userAndPassword;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private SandboxProxy(String userAndPassword) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.userAndPassword = userAndPassword;
    start("proxy", this::accept);
  }

  /** Starts a proxy for everybody. */
  public static SandboxProxy start() throws IOException {
    return new SandboxProxy("");
  }

  /** Starts a proxy for who knows {@code user:password}. */
  public static SandboxProxy startFor(String userAndPassword) throws IOException {
    return new SandboxProxy(userAndPassword);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** The heads of the requests that came, each as one text. */
  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        start("proxied", () -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      String head = head(in);
      requests.add(head);
      String[] words = head.split("[ :\r\n]", 4);
      if (!isAllowed(head)) {
        answer(
            out,
            "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"sandbox\"");
      } else if (!words[0].equals("CONNECT")) {
        answer(out, "501 Not Implemented");
      } else {
        answer(out, "200 Connection established");
        tunnel(client, in, Integer.parseInt(words[2]));
      }
    } catch (IOException e) {
      // One side is gone, which ends a tunnel.
    }
  }

  private boolean isAllowed(String head) {
    String expected =
        "proxy-authorization: basic "
            + Base64.getEncoder()
                .encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8))
                .toLowerCase(Locale.ROOT);
    return userAndPassword.isEmpty() || head.toLowerCase(Locale.ROOT).contains(expected);
  }

  private static void tunnel(Socket client, InputStream fromClient, int port) throws IOException {
    try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread back =
          start(
              "tunnel",
              () -> {
                try {
                  target.getInputStream().transferTo(client.getOutputStream());
                } catch (IOException e) {
                  // One side is gone, which ends a tunnel.
                }
              });
      fromClient.transferTo(target.getOutputStream());
      target.shutdownOutput();
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("no request");
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static void answer(OutputStream out, String statusAndHeaders) throws IOException {
    out.write(("HTTP/1.1 " + statusAndHeaders + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
