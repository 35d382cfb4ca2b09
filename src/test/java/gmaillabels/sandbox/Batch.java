package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google's batch format: HTTP requests as the parts of a multipart/mixed body. */
final class Batch {

  /** Answers one part. */
  interface Handler {
    Response answer(Request part) throws IOException;
  }

  private static final int MAX_PARTS = 100;
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/mixed;.*?boundary=\"?([^\";]+)\"?.*");
  private static final Pattern BLANK_LINE = Pattern.compile("\r?\n\r?\n");
  private static final Pattern LINE_END = Pattern.compile("\r?\n");

  private Batch() {}

  static Response answer(Request batch, Handler handler) throws IOException {
    Matcher contentType = BOUNDARY.matcher(batch.header("content-type"));
    if (!contentType.matches()) {
      return GoogleError.of(400, "badRequest", "Failed to parse batch request: no boundary.");
    }
    String boundary = "--" + contentType.group(1);
    String[] parts = batch.body().split("(^|\r?\n)" + Pattern.quote(boundary));
    // What comes before the first boundary and after the last one is no part.
    if (parts.length < 3 || !parts[parts.length - 1].startsWith("--")) {
      return GoogleError.of(400, "badRequest", "Failed to parse batch request: no parts.");
    }
    if (parts.length - 2 > MAX_PARTS) {
      return GoogleError.of(
          400, "badRequest", "The batch request has more than " + MAX_PARTS + " parts.");
    }
    String newBoundary = "batch_" + UUID.randomUUID();
    StringBuilder body = new StringBuilder();
    for (int i = 1; i < parts.length - 1; i++) {
      String[] headAndContent = BLANK_LINE.split(parts[i], 2);
      Map<String, String> head = headers(headAndContent[0]);
      if (headAndContent.length < 2
          || !head.getOrDefault("content-type", "").startsWith("application/http")) {
        return GoogleError.of(400, "badRequest", "Failed to parse batch request: bad part.");
      }
      Response response = handler.answer(request(batch, headAndContent[1]));
      body.append("--").append(newBoundary).append("\r\nContent-Type: application/http\r\n");
      if (head.containsKey("content-id")) {
        body.append("Content-ID: ").append(responseId(head.get("content-id"))).append("\r\n");
      }
      append(body.append("\r\n"), response);
    }
    body.append("--").append(newBoundary).append("--\r\n");
    return Response.of(
        200, "multipart/mixed; boundary=" + newBoundary, body.toString().getBytes(UTF_8));
  }

  private static Request request(Request batch, String text) {
    String[] headAndBody = BLANK_LINE.split(text, 2);
    String[] lineAndHeaders = LINE_END.split(headAndBody[0], 2);
    // The HTTP version is optional, and the URL may be absolute.
    String[] methodAndUrl = lineAndHeaders[0].split(" ");
    String method = methodAndUrl[0];
    URI url = URI.create(methodAndUrl.length > 1 ? methodAndUrl[1] : "");
    Map<String, String> headers = new TreeMap<>(batch.headers());
    headers.keySet().removeIf(name -> name.startsWith("content-"));
    headers.putAll(headers(lineAndHeaders.length > 1 ? lineAndHeaders[1] : ""));
    return new Request(
        Endpoint.of(method, url.getRawPath()),
        method,
        url.getRawPath(),
        Objects.requireNonNullElse(url.getRawQuery(), ""),
        headers,
        headAndBody.length > 1 ? headAndBody[1] : "",
        true);
  }

  private static void append(StringBuilder body, Response response) {
    body.append("HTTP/1.1 ").append(response.status());
    body.append(response.status() < 400 ? " OK" : " Error").append("\r\n");
    response.headers().forEach((name, value) -> body.append(name + ": " + value + "\r\n"));
    body.append("Content-Length: ").append(response.body().length).append("\r\n\r\n");
    body.append(response.text()).append("\r\n");
  }

  private static String responseId(String contentId) {
    return contentId.startsWith("<")
        ? "<response-" + contentId.substring(1)
        : "response-" + contentId;
  }

  private static Map<String, String> headers(String text) {
    Map<String, String> headers = new TreeMap<>();
    for (String line : LINE_END.split(text)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(Http.lower(line.substring(0, colon)), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }
}
