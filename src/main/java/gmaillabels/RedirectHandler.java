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
 * Judges what arrives at the redirect URI, and shows on a page what that was. The receiver would
 * believe any code, whatever its state, and keep the last one that it is given: so it is given the
 * first response to this sign-in, and nothing else.
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
        String still = first.get() == null ? " The program still waits." : "";
        show(exchange, "Nothing received", "No sign-in came with this page." + still);
      }
    }
  }

  private void receive(HttpExchange exchange, AuthorizationResponse response) throws IOException {
    boolean isFirst = first.compareAndSet(null, response);
    try {
      // Before the receiver has it, because the run may be over soon after that.
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
      // It has read the query by then, and failed only to write a page of its own.
    }
  }

  private static void showReceived(HttpExchange exchange, AuthorizationResponse response)
      throws IOException {
    if (response.isError()) {
      boolean isDenied = response.value().equals("access_denied");
      String title = isDenied ? "Sign-in denied" : "Sign-in failed: " + response.value();
      show(exchange, title, "Nothing was stored. The terminal says more.");
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
