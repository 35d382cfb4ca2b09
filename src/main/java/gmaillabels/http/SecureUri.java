package gmaillabels.http;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;

/** An address that tokens may be sent to: Google's own, or this machine's for a test. */
public record SecureUri(URI uri) {
  /**
   * Parses an address.
   *
   * @throws IllegalArgumentException saying in a few words why tokens may not go there
   */
  public static SecureUri parse(String text) {
    SecureUri uri;
    URL url;
    try {
      uri = new SecureUri(new URI(text));
      url = new URL(text);
    } catch (URISyntaxException | MalformedURLException e) {
      throw new IllegalArgumentException("is not an address", e);
    }
    if (url.getHost().isEmpty() || url.getPort() == 0 || url.getPort() > 65535) {
      throw new IllegalArgumentException("is not an address with a host");
    }
    if (url.getUserInfo() != null || url.getRef() != null) {
      throw new IllegalArgumentException("has a part that does not belong there");
    }
    if (!url.getProtocol().equals("https")
        && !(uri.isLoopback() && url.getProtocol().equals("http"))) {
      throw new IllegalArgumentException("is not an https address");
    }
    if (!uri.isLoopback() && !("." + uri.host()).matches(".*\\.(google|googleapis)\\.com")) {
      throw new IllegalArgumentException("is not an address of Google's");
    }
    return uri;
  }

  /** The host in lower case. {@link URI#getHost} is null for one with an underscore. */
  public String host() {
    try {
      return uri.toURL().getHost().toLowerCase(Locale.ROOT);
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By its spelling alone: a name service could be made to say that any name is loopback. */
  private boolean isLoopback() {
    return host().matches("localhost|\\[::1]|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
