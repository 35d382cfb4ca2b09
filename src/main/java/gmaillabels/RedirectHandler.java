package gmaillabels;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import gmaillabels.auth.AuthorizationResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Checks the requests to the redirect URI, and shows the result on a page. The library's receiver
 * does not check the state, and keeps the last code that it gets: so it gets only the first valid
 * response.
 */
final class RedirectHandler implements HttpHandler {
  private final HttpHandler receiver;
  private final String path;
  private final AtomicReference<AuthorizationResponse> first = new AtomicReference<>();

  RedirectHandler(HttpHandler receiver, String path) {
    this.receiver = receiver;
    this.path = path;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getRawPath().equals(path)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      try {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        receive(exchange, AuthorizationResponse.ofQuery(path, query));
      } catch (AuthorizationResponse.InvalidException e) {
        String still = first.get() == null ? " The program is still waiting." : "";
        show(exchange, "Nothing received", "No sign-in came with this page." + still);
      }
    }
  }

  private void receive(HttpExchange exchange, AuthorizationResponse response) throws IOException {
    boolean isFirst = first.compareAndSet(null, response);
    try {
      // The page comes first, because the run may end as soon as the receiver has the response.
      showReceived(exchange, first.get());
    } finally {
      if (isFirst) {
        handOver(exchange);
      }
    }
  }

  private void handOver(HttpExchange exchange) {
    try {
      receiver.handle(exchange);
    } catch (IOException e) {
      // The receiver has stored the response, and failed to write a second page.
    }
  }

  private static void showReceived(HttpExchange exchange, AuthorizationResponse response)
      throws IOException {
    if (response.isError()) {
      boolean isDenied = response.value().equals("access_denied");
      String title = isDenied ? "Sign-in denied" : "Sign-in failed: " + response.value();
      show(exchange, title, "Nothing was stored. See the terminal for details.");
    } else {
      show(exchange, "Back to the terminal", "It finishes the sign-in. You can close this page.");
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
}
