package gmaillabels.sandbox;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Google's batch format: HTTP requests as the parts of a multipart/mixed body. */
final class Batch {
  private static final Pattern BLANK_LINE = Pattern.compile("\r?\n\r?\n");
  private static final Pattern LINE_END = Pattern.compile("\r?\n");

  private Batch() {}

  static Response respond(Request batch, Function<Request, Response> handler) {
    String boundary =
        batch.header("content-type").replaceFirst(".*boundary=\"?([^\";]+).*", "--$1");
    String[] parts = batch.body().split("(^|\r?\n)" + Pattern.quote(boundary));
    // What comes before the first boundary and after the last one is no part.
    int count = parts.length - 2;
    String newBoundary = "batch_" + UUID.randomUUID();
    StringBuilder body = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      String[] headAndContent = BLANK_LINE.split(parts[i], 2);
      Response response = handler.apply(request(batch, headAndContent[1]));
      body.append(
          """
          --%s
          Content-Type: application/http
          Content-ID: %s

          HTTP/1.1 %d Status
          """
              .formatted(
                  newBoundary,
                  headers(headAndContent[0])
                      .getOrDefault("content-id", "")
                      .replaceFirst("^<?", "$0response-"),
                  response.status())
              .replace("\n", "\r\n"));
      response.headers().forEach((name, value) -> body.append(name + ": " + value + "\r\n"));
      body.append("Content-Length: " + response.body().length + "\r\n\r\n");
      body.append(response.text() + "\r\n");
    }
    body.append("--" + newBoundary + "--\r\n");
    return Response.body(200, "multipart/mixed; boundary=" + newBoundary, body.toString());
  }

  static Response withParts(Response batch, UnaryOperator<List<String>> change) {
    String boundary = "--" + batch.headers().get("Content-Type").replaceFirst(".*boundary=", "");
    List<String> all = List.of(batch.text().split(Pattern.quote(boundary)));
    List<String> parts = new ArrayList<>(change.apply(all.subList(1, all.size() - 1)));
    parts.add(0, "");
    parts.add("--\r\n");
    return Response.body(200, batch.headers().get("Content-Type"), String.join(boundary, parts));
  }

  private static Request request(Request batch, String text) {
    String[] headAndBody = BLANK_LINE.split(text, 2);
    String[] lineAndHeaders = LINE_END.split(headAndBody[0], 2);
    // The HTTP version is optional, and the URL may be absolute.
    String[] methodAndUrl = lineAndHeaders[0].split(" ");
    Map<String, String> headers = new TreeMap<>(batch.headers());
    headers.keySet().removeIf(name -> name.startsWith("content-"));
    headers.putAll(headers(lineAndHeaders.length > 1 ? lineAndHeaders[1] : ""));
    return Request.of(methodAndUrl[0], URI.create(methodAndUrl[1]), headers, "");
  }

  private static Map<String, String> headers(String text) {
    Map<String, String> headers = new TreeMap<>();
    for (String line : LINE_END.split(text)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(Request.lower(line.substring(0, colon)), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }
}
