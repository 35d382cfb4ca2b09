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
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/**
 * A response before it meets a connection.
 *
 * @param sent how many bytes of the body arrive; with fewer than it has, the connection breaks off
 * @param delay how long it is held back, which ends early when the sandbox is closed
 */
public record Response(
    int status, Map<String, String> headers, byte[] body, int sent, Duration delay)
    implements ScriptedResponse {

  /** No response: the connection is closed. */
  static final Response NONE = body(0, "", "");

  /** Writes JSON the way Google does: indented, and not escaped for HTML. */
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private static final int GZIP_FROM = 1024;

  /** Exactly this body. */
  public static Response body(int status, String contentType, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    Response response = new Response(status, Map.of(), bytes, bytes.length, Duration.ZERO);
    return contentType.isEmpty() ? response : response.header("Content-Type", contentType);
  }

  /** Exactly this body, as JSON. */
  public static Response json(int status, String body) {
    return body(status, "application/json; charset=UTF-8", body);
  }

  static Response json(int status, JsonElement json) {
    return json(status, GSON.toJson(json) + "\n");
  }

  /** This status; from 400 on with the JSON that Google's APIs send along with it. */
  public static Response status(int status) {
    return status < 400
        ? body(status, "", "")
        : error(status, status < 500 ? "badRequest" : "backendError", "Error " + status);
  }

  /** An error of the Gmail API, as in {@code error(403, "rateLimitExceeded", "Slow down")}. */
  public static Response error(int status, String reason, String message) {
    Object error = object("message", message, "domain", "global", "reason", reason);
    return json(
        status,
        object("error", object("code", status, "message", message, "errors", List.of(error))));
  }

  /** An error of the token or revoke endpoint, as in {@code invalid_grant}. */
  public static Response oauthError(int status, String error, String description) {
    return json(status, object("error", error, "error_description", description));
  }

  /**
   * Closes the connection before any response; the request has no effect.
   *
   * <p>{@code HttpURLConnection} silently repeats a request once when this happens.
   */
  public static Response cut() {
    return NONE;
  }

  /** No response, on an open connection, until the sandbox is closed. */
  public static Response hang() {
    return NONE.delayed(Duration.ofDays(365));
  }

  static Response html(int status, String body) {
    return body(
        status,
        "text/html; charset=UTF-8",
        "<!DOCTYPE html>\n<html lang=\"en\">" + body + "</html>\n");
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

  @Override
  public Response respond(Supplier<Response> real) {
    return this;
  }

  /** The same with a header; it replaces one of the same name. */
  public Response header(String name, String value) {
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
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
        gzip.write(body);
      }
      content = zipped.toByteArray();
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(sent < body.length ? Arrays.copyOf(content, sent) : content);
      exchange.getResponseBody().flush();
    }
  }
}
