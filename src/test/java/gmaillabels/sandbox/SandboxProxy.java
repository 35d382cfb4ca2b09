package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that tunnels CONNECT requests, to any host's name, to this machine. */
public final class SandboxProxy implements AutoCloseable {
  private volatile String userAndPassword = "";
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final SocketServer server = SocketServer.start(this::serve);

  /** From now on it is for those who know {@code user:password}; at first it is for everybody. */
  public void requirePassword(String requiredUserAndPassword) {
    userAndPassword = requiredUserAndPassword;
  }

  /** As in {@code 127.0.0.1:40123}. */
  public String host() {
    return "127.0.0.1:" + server.port();
  }

  /** The heads of the requests that came, each as one text. */
  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve(Socket client) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(client.getInputStream());
    String head = SocketServer.head(in);
    requests.add(head);
    if (!isAllowed(head)) {
      send(
          client,
          "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"sandbox\"");
    } else if (!head.startsWith("CONNECT ")) {
      send(client, "501 Not Implemented");
    } else {
      send(client, "200 Connection established");
      tunnel(client, in, Integer.parseInt(head.split("[ :\r\n]", 4)[2]));
    }
  }

  private boolean isAllowed(String head) {
    String encoded = Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
    return userAndPassword.isEmpty()
        || lower(head).contains(lower("Proxy-Authorization: Basic " + encoded));
  }

  private static void tunnel(Socket client, InputStream fromClient, int port)
      throws IOException, InterruptedException {
    try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread back =
          SocketServer.startDaemon(
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
    }
  }

  private static void send(Socket client, String statusAndHeaders) throws IOException {
    String head = "HTTP/1.1 " + statusAndHeaders + "\r\n\r\n";
    client.getOutputStream().write(head.getBytes(ISO_8859_1));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
