package gmaillabels.auth;

import com.google.api.client.http.GenericUrl;
import gmaillabels.error.SignInProblems;
import java.net.URI;
import java.util.Objects;

/**
 * The address that the browser must end on, brought by it or pasted by the user, with the state
 * that must come back (RFC 6749, 10.12). An {@link IllegalArgumentException} says what is wrong.
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
    GenericUrl parameters;
    try {
      // A plus sign is one here: codes hold some, and no parameter of Google's holds a space.
      parameters = new GenericUrl(uri + "?" + query.replace("+", "%2B").replace('#', '&'));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "That address was cut or changed. Copy the whole address.", e);
    }
    String code = Objects.toString(parameters.getFirst("code"), "");
    String error = Objects.toString(parameters.getFirst("error"), "");
    if (code.isEmpty() && error.isEmpty()) {
      throw new IllegalArgumentException("That address has no code in it. Copy the whole address.");
    }
    if (!state.equals(parameters.getFirst("state"))) {
      throw new IllegalArgumentException(
          "That address is not of this sign-in: its \"state\" is wrong or missing.");
    }
    // In place of a code (RFC 6749, 4.1.2.1).
    if (!error.isEmpty()) {
      throw error.equals("access_denied")
          ? SignInProblems.denied(authHost)
          : SignInProblems.failed(error, authHost);
    }
    return code;
  }
}
