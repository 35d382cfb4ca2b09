package gmaillabels.auth;

import gmaillabels.error.Problem;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The address that the browser must end on, be it brought by the browser or pasted by the user. An
 * {@link IllegalArgumentException} says why an address is not believed.
 *
 * @param state what Google must send back (RFC 6749, 10.12)
 */
record PastedRedirect(URI uri, String state, String authHost) {
  /** The code in a line, with whatever a terminal or a mail put around the address. */
  String codeInLine(String line) {
    String address = line.replaceAll("\u001b\\[20[01]~|[\\s\"'<>]", "");
    String[] parts = address.replaceFirst("^(?i)http://", "").split("[?#]", 2);
    if (!parts[0].equals(uri.getRawAuthority() + uri.getRawPath())) {
      throw new IllegalArgumentException(
          parts[0].startsWith("127.0.0.1:") || parts[0].startsWith("localhost:")
              ? "That is the address of another sign-in. The one of this sign-in begins with " + uri
              : "That is not the address of this sign-in. It begins with http://%s/ and is long."
                  .formatted(uri.getRawAuthority()));
    }
    return codeInQuery(parts.length == 2 ? parts[1] : "");
  }

  /** The code in the part of the address behind the question mark. */
  String codeInQuery(String query) {
    Map<String, String> parameters = parameters(query);
    String error = parameters.get("error");
    if (parameters.getOrDefault("code", "").isEmpty() && error == null) {
      throw new IllegalArgumentException("That address has no code in it. Copy the whole address.");
    }
    if (!state.equals(parameters.get("state"))) {
      throw new IllegalArgumentException(
          "That address is not of this sign-in: its \"state\" is wrong or missing.");
    }
    // In place of a code (RFC 6749, 4.1.2.1).
    if (error != null) {
      throw error.equals("access_denied")
          ? Problem.SIGN_IN_DENIED.with(authHost)
          : Problem.SIGN_IN_FAILED.with(authHost, error);
    }
    return parameters.get("code");
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    try {
      for (String parameter : query.split("[&#]")) {
        String[] pair = parameter.split("=", 2);
        // A plus sign is one here: codes hold some, and no parameter of Google's holds a space.
        String value = pair.length < 2 ? "" : pair[1].replace("+", "%2B");
        parameters.put(pair[0], URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
      return parameters;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "That address was cut or changed. Copy the whole address.", e);
    }
  }
}
