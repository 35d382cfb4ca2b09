package gmaillabels.auth;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the browser brings to the redirect URI: a code, or the name of an error instead (RFC 6749,
 * 4.1.2). The path of that URI is a secret of one sign-in, and the same secret is its state.
 */
public record AuthorizationResponse(boolean isError, String value) {
  /** An address is not a response to this sign-in; the message tells the user why. */
  public static final class InvalidException extends Exception {
    private static final long serialVersionUID = 1L;

    private InvalidException(String message) {
      super(message);
    }
  }

  /** Reads the query of an address with this path. */
  public static AuthorizationResponse ofQuery(String path, String query) throws InvalidException {
    List<String> codes = values(query, "code");
    List<String> errors = values(query, "error");
    if (codes.size() + errors.size() > 1) {
      throw new InvalidException("That address was changed. Copy the whole address.");
    }
    String value = String.join("", codes) + String.join("", errors);
    if (value.isEmpty()) {
      throw new InvalidException("That address has no code in it. Copy the whole address.");
    }
    if (!values(query, "state").equals(List.of(path.substring(1)))) {
      throw new InvalidException(
          "That address is not from this sign-in: its \"state\" is wrong or missing.");
    }
    return new AuthorizationResponse(codes.isEmpty(), value);
  }

  /**
   * Reads an address that was pasted, perhaps with quotes, blanks or paste marks around it. The
   * page is Google's, the address of which may be pasted by mistake.
   */
  static AuthorizationResponse ofLine(URI page, URI redirectUri, String line)
      throws InvalidException {
    String address = line.replaceAll("\u001b\\[20[01]~|[\\s\"'<>]", "");
    String[] parts = address.replaceFirst("^(?i)http://", "").split("[?#]", 2);
    String authority = redirectUri.getRawAuthority();
    if (parts[0].equals(authority + redirectUri.getRawPath())) {
      return ofQuery(redirectUri.getRawPath(), parts.length == 2 ? parts[1] : "");
    }
    if (parts[0].replaceFirst("^(?i)https://", "").startsWith(page.getRawAuthority() + "/")) {
      throw new InvalidException(
          "That is the address of Google's page. Allow access there, and copy the address of the"
              + " page after it, which begins with http://%s/.".formatted(authority));
    }
    throw new InvalidException(
        parts[0].matches("(127\\.0\\.0\\.1|localhost):.*")
            ? "That is the address of another sign-in. The one of this sign-in begins with "
                + redirectUri
            : "That is not the address of this sign-in. It begins with http://%s/ and is long."
                .formatted(authority));
  }

  private static List<String> values(String query, String name) throws InvalidException {
    try {
      return Stream.of(query.split("[&#]"))
          .map(parameter -> parameter.split("=", 2))
          .filter(parameter -> decode(parameter[0]).equals(name))
          .map(parameter -> parameter.length == 2 ? decode(parameter[1]) : "")
          .toList();
    } catch (IllegalArgumentException e) {
      // A percent sign is not followed by two hexadecimal digits.
      throw new InvalidException("That address was cut off. Copy the whole address.");
    }
  }

  private static String decode(String text) {
    // A plus sign stays one: codes may contain it, and no parameter that is read contains a space.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Keeps the code out of logs and messages. */
  @Override
  public String toString() {
    return isError ? "error " + value : "code";
  }
}
