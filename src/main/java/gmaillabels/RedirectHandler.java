package gmaillabels;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the browser meets at the end of a sign-in: a page that says what arrived. The whole query is
 * then handed to the receiver as if it were the code, because the receiver cuts a code at an equals
 * sign and drops the state.
 */
final class RedirectHandler implements HttpHandler {
  private static final Pattern ERROR = Pattern.compile("(?:^|&)error=([^&]*)");
  private static final Pattern CODE = Pattern.compile("(?:^|&)code=[^&]");

  private final String path;
  private final HttpHandler receiver;

  RedirectHandler(String path, HttpHandler receiver) {
    this.path = path;
    this.receiver = receiver;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getRawPath().equals(path)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
      boolean arrived = CODE.matcher(query).find() || ERROR.matcher(query).find();
      // The page first: the run may be over as soon as the receiver has the code.
      show(exchange, page(query));
      if (arrived) {
        receiver.handle(new Callback(query));
      }
    }
  }

  private static String page(String query) throws IOException {
    Matcher error = ERROR.matcher(query);
    if (error.find()) {
      return error.group(1).equals("access_denied")
          ? page("Sign-in denied", "Nothing was stored. The terminal says more.")
          : page(
              "Sign-in failed: " + error.group(1), "Nothing was stored. The terminal says more.");
    }
    return CODE.matcher(query).find()
        ? page("Back to the terminal", "It finishes the sign-in now. You can close this page.")
        : page("Nothing received", "No sign-in arrived with this page. The program still waits.");
  }

  private static String page(String title, String text) throws IOException {
    try (InputStream template = RedirectHandler.class.getResourceAsStream("redirect.html")) {
      return new String(template.readAllBytes(), StandardCharsets.UTF_8)
          .replace("TITLE", escaped(title))
          .replace("TEXT", text);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static void show(HttpExchange exchange, String page) throws IOException {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** A request as the receiver wants it; what it responds goes nowhere. */
  private final class Callback extends HttpExchange {
    private final String query;
    private final Headers headers = new Headers();

    Callback(String query) {
      this.query = query;
    }

    /** Encoded twice: the receiver decodes once, and then splits at what a code may hold. */
    @Override
    public URI getRequestURI() {
      String once = URLEncoder.encode(query, StandardCharsets.UTF_8);
      return URI.create(path + "?code=" + URLEncoder.encode(once, StandardCharsets.UTF_8));
    }

    @Override
    public Headers getResponseHeaders() {
      return headers;
    }

    @Override
    public OutputStream getResponseBody() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public void sendResponseHeaders(int status, long length) {}

    @Override
    public void close() {}

    @Override
    public Headers getRequestHeaders() {
      return headers;
    }

    @Override
    public String getRequestMethod() {
      return "GET";
    }

    @Override
    public HttpContext getHttpContext() {
      return null;
    }

    @Override
    public InputStream getRequestBody() {
      return InputStream.nullInputStream();
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
      return null;
    }

    @Override
    public int getResponseCode() {
      return -1;
    }

    @Override
    public InetSocketAddress getLocalAddress() {
      return null;
    }

    @Override
    public String getProtocol() {
      return "HTTP/1.1";
    }

    @Override
    public Object getAttribute(String name) {
      return null;
    }

    @Override
    public void setAttribute(String name, Object value) {}

    @Override
    public void setStreams(InputStream in, OutputStream out) {}

    @Override
    public HttpPrincipal getPrincipal() {
      return null;
    }
  }
}
