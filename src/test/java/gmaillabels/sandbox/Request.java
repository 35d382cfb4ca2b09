package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as it arrived.
 *
 * @param endpoint what it is for
 * @param method the HTTP method
 * @param path the path, still percent-encoded
 * @param query the query, still percent-encoded; empty where there is none
 * @param headers the headers under lower-case names; in a part of a batch, those of the batch too
 * @param body the body as UTF-8 text
 * @param inBatch whether this is a part of a batch and not an HTTP request of its own
 */
public record Request(
    Endpoint endpoint,
    String method,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    boolean inBatch) {

  /** The decoded parameters of the query and of a form body; the last of equal names counts. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    decode(query, parameters);
    if (header("content-type").startsWith("application/x-www-form-urlencoded")) {
      decode(body, parameters);
    }
    return parameters;
  }

  /** The header of this lower-case name; empty where there is none. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
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
