package gmaillabels;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the browser meets at the end of a sign-in: a page that says what arrived. The receiver would
 * say the same of a code and of a denial, would cut a code at an equals sign and drop the state. So
 * it gets the whole query as if that were the code, in a request that this class makes.
 */
record RedirectHandler(HttpHandler receiver, String path) implements HttpHandler {
  private static final String HANDED_OVER = "Handed-Over";
  private static final Pattern ERROR = Pattern.compile("(?:^|&)error=([^&]+)");
  private static final Pattern CODE = Pattern.compile("(?:^|&)code=[^&]");

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().containsKey(HANDED_OVER)) {
      receiver.handle(exchange);
      return;
    }
    try (exchange) {
      String query = String.valueOf(exchange.getRequestURI().getRawQuery());
      if (!exchange.getRequestURI().getRawPath().equals(path)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      Matcher error = ERROR.matcher(query);
      // The page first: the run may be over as soon as the receiver has the code.
      if (error.find()) {
        boolean denied = error.group(1).equals("access_denied");
        String title = denied ? "Sign-in denied" : "Sign-in failed: " + error.group(1);
        show(exchange, title, "Nothing was stored. The terminal says more.");
      } else if (CODE.matcher(query).find()) {
        show(exchange, "Back to the terminal", "It finishes the sign-in. You can close this page.");
      } else {
        show(
            exchange,
            "Nothing received",
            "No sign-in came with this page. The program still waits.");
        return;
      }
      handOver(exchange.getLocalAddress().getPort(), query);
    }
  }

  private static void show(HttpExchange exchange, String title, String text) throws IOException {
    String escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    String template;
    try (InputStream resource = RedirectHandler.class.getResourceAsStream("redirect.html")) {
      template = new String(resource.readAllBytes(), UTF_8);
    }
    byte[] page = template.replace("TITLE", escaped).replace("TEXT", text).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, isHead ? -1 : page.length);
    if (!isHead) {
      exchange.getResponseBody().write(page);
      exchange.getResponseBody().close();
    }
  }

  /** Encoded twice: the receiver decodes once, and then splits at what a code may hold. */
  private void handOver(int port, String query) throws IOException {
    String code = URLEncoder.encode(URLEncoder.encode(query, UTF_8), UTF_8);
    URI uri = URI.create("http://127.0.0.1:%d%s?code=%s".formatted(port, path, code));
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestProperty(HANDED_OVER, "whole");
    connection.getResponseCode();
  }
}
