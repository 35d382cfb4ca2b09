package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import java.util.Map;
import java.util.TreeMap;

/** An answer as a value, before it meets a connection. Its header names ignore case. */
record Response(int status, Map<String, String> headers, byte[] body) {

  static final String JSON = "application/json; charset=UTF-8";

  static Response of(int status, String contentType, byte[] body) {
    return new Response(status, Map.of(), body).with("Content-Type", contentType);
  }

  static Response json(int status, JsonElement json) {
    return of(status, JSON, Json.text(json).getBytes(UTF_8));
  }

  static Response html(int status, String title, String content) {
    String page =
        """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>%1$s</title></head>
        <body>
        <h1>%1$s</h1>
        %2$s
        </body>
        </html>
        """;
    return of(status, "text/html; charset=UTF-8", page.formatted(title, content).getBytes(UTF_8));
  }

  static Response redirect(String address) {
    return new Response(302, Map.of(), new byte[0]).with("Location", address);
  }

  Response with(String name, String value) {
    return with(Map.of(name, value));
  }

  Response with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.putAll(more);
    return new Response(status, all, body);
  }

  String text() {
    return new String(body, UTF_8);
  }
}
