package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Moves requests and answers between an exchange of the JDK's HTTP server and our values. */
final class Http {

  private static final int GZIP_FROM = 1024;

  private Http() {}

  static Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(lower(name), String.join(", ", values)));
    byte[] body = exchange.getRequestBody().readAllBytes();
    if ("gzip".equalsIgnoreCase(headers.get("content-encoding"))) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    URI uri = exchange.getRequestURI();
    String method = exchange.getRequestMethod();
    return new Request(
        Endpoint.of(method, uri.getRawPath()),
        method,
        uri.getRawPath(),
        Objects.requireNonNullElse(uri.getRawQuery(), ""),
        headers,
        new String(body, UTF_8),
        false);
  }

  static void send(HttpExchange exchange, Request request, Response response) throws IOException {
    byte[] body = response.body();
    if (body.length > GZIP_FROM
        && request.header("accept-encoding").contains("gzip")
        && !response.headers().containsKey("Content-Encoding")) {
      body = gzip(body);
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    sendHead(exchange, response, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Promises more than it sends; closing the exchange then cuts the connection. */
  static void sendTorn(HttpExchange exchange, Response response, int bytes) throws IOException {
    byte[] body = response.body();
    byte[] sent = Arrays.copyOf(body, Math.min(bytes, body.length));
    sendHead(exchange, response, Math.max(body.length, sent.length + 1));
    exchange.getResponseBody().write(sent);
    exchange.getResponseBody().flush();
  }

  static void sendHuge(HttpExchange exchange, Response head, long bytes) throws IOException {
    byte[] start = "{\"labels\":[{\"id\":\"Label_1\",\"type\":\"user\",\"name\":\"".getBytes(UTF_8);
    byte[] end = "\"}]}".getBytes(UTF_8);
    byte[] filler = "x".repeat(8192).getBytes(UTF_8);
    // The server takes a length of 0 for "in chunks".
    sendHead(exchange, head, 0);
    OutputStream out = exchange.getResponseBody();
    out.write(start);
    for (long left = bytes - start.length - end.length; left > 0; left -= filler.length) {
      out.write(filler, 0, (int) Math.min(left, filler.length));
    }
    out.write(end);
  }

  static String lower(String headerName) {
    return headerName.toLowerCase(Locale.ROOT);
  }

  private static void sendHead(HttpExchange exchange, Response response, long length)
      throws IOException {
    response.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(response.status(), length);
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(body);
    }
    return zipped.toByteArray();
  }
}
