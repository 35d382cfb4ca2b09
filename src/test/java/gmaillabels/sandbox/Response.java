package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * A response before it meets a connection.
 *
 * @param sent how many bytes of the body arrive; with fewer than it has, the connection breaks off
 * @param delay how long it is held back
 */
record Response(int status, Map<String, String> headers, byte[] body, int sent, Duration delay) {

  /** No response: the connection is closed. */
  static final Response NONE = of(0, "", "");

  /** Writes JSON the way Google does: indented, and not escaped for HTML. */
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private static final int GZIP_FROM = 1024;

  static Response of(int status, String contentType, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    Response response = new Response(status, Map.of(), bytes, bytes.length, Duration.ZERO);
    return contentType.isEmpty() ? response : response.with("Content-Type", contentType);
  }

  static Response json(int status, JsonElement json) {
    return of(status, "application/json; charset=UTF-8", GSON.toJson(json) + "\n");
  }

  /** A JSON object of alternating names and values; null values are left out. */
  static JsonObject object(Object... namesAndValues) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        object.add((String) namesAndValues[i], GSON.toJsonTree(namesAndValues[i + 1]));
      }
    }
    return object;
  }

  /** An error of the Gmail API. */
  static Response apiError(int status, String reason, String message) {
    Object error = object("message", message, "domain", "global", "reason", reason);
    return json(
        status,
        object("error", object("code", status, "message", message, "errors", List.of(error))));
  }

  /** An error of the token or revoke endpoint. */
  static Response oauthError(int status, String error, String description) {
    return json(status, object("error", error, "error_description", description));
  }

  static Response html(int status, String body) {
    return of(
        status,
        "text/html; charset=UTF-8",
        "<!DOCTYPE html>\n<html lang=\"en\">" + body + "</html>\n");
  }

  static Response redirect(String address) {
    return of(302, "", "").with("Location", address);
  }

  Response with(String name, String value) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.put(name, value);
    return new Response(status, all, body, sent, delay);
  }

  Response cutAfter(int bytes) {
    return new Response(status, headers, body, bytes, delay);
  }

  Response delayed(Duration time) {
    return new Response(status, headers, body, sent, time);
  }

  String text() {
    return new String(body, UTF_8);
  }

  void send(HttpExchange exchange, Request request) throws IOException {
    if (status == NONE.status) {
      return;
    }
    byte[] content = body;
    headers.forEach(exchange.getResponseHeaders()::set);
    if (sent == body.length
        && body.length > GZIP_FROM
        && request.header("accept-encoding").contains("gzip")) {
      content = gzip(body);
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(sent < body.length ? Arrays.copyOf(content, sent) : content);
      exchange.getResponseBody().flush();
    }
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(body);
    }
    return zipped.toByteArray();
  }
}
