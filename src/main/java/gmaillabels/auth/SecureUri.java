package gmaillabels.auth;

import java.net.URI;
import java.net.URISyntaxException;

/** Addresses that tokens may be sent to: https, or http to this machine for a test. */
public final class SecureUri {
  private SecureUri() {}

  /**
   * Parses an address.
   *
   * @throws IllegalArgumentException saying in a few words why tokens may not go there
   */
  public static URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not an address");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("is not an address with a host");
    }
    if (uri.getUserInfo() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException("has a part that does not belong there");
    }
    if ("https".equalsIgnoreCase(uri.getScheme())
        || ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri.getHost()))) {
      return uri;
    }
    throw new IllegalArgumentException("is not an https address");
  }

  /** By its spelling alone: a name service could be made to say that any name is loopback. */
  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
