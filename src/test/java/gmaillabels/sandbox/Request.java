package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A request as it arrived.
 *
 * @param path the path, still percent-encoded
 * @param query the query, still percent-encoded; empty where there is none
 * @param headers the headers under lower-case names; in a part of a batch, those of the batch too
 */
public record Request(
    Endpoint endpoint, String path, String query, Map<String, String> headers, String body) {

  static Request of(String method, URI uri, Map<String, String> headers, String body) {
    return new Request(
        Endpoint.of(method, uri.getRawPath()),
        uri.getRawPath(),
        Objects.requireNonNullElse(uri.getRawQuery(), ""),
        headers,
        body);
  }

  static Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(lower(name), String.join(", ", values)));
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    return of(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
  }

  /** The decoded parameters of the query and of a form body; the last of equal names counts. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    decode(query, parameters);
    if (header("content-type").startsWith("application/x-www-form-urlencoded")) {
      decode(body, parameters);
    }
    return parameters;
  }

  String parameter(String name) {
    return parameters().getOrDefault(name, "");
  }

  /** The header of this lower-case name; empty where there is none. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  static String lower(String headerName) {
    return headerName.toLowerCase(Locale.ROOT);
  }

  private static void decode(String form, Map<String, String> parameters) {
    for (String pair : form.split("&")) {
      if (!pair.isEmpty()) {
        String[] nameAndValue = pair.split("=", 2);
        String value = nameAndValue.length == 2 ? nameAndValue[1] : "";
        parameters.put(URLDecoder.decode(nameAndValue[0], UTF_8), URLDecoder.decode(value, UTF_8));
      }
    }
  }
}
