package gmaillabels.http;

import gmaillabels.error.InvalidValueException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;

/** An address that tokens may be sent to: Google's, or a loopback one for tests and emulators. */
public record SecureUri(URI uri) {
  /** Compared as text, because a name server could give any name a loopback address. */
  private static final String LOOPBACK =
      "localhost|\\[::1]|127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}";

  public SecureUri {
    URL url = url(uri);
    String host = url.getHost().toLowerCase(Locale.ROOT);
    boolean isLoopback = host.matches(LOOPBACK);
    require(
        !host.isEmpty() && url.getPort() != 0 && url.getPort() <= 65535,
        "is not an address with a host");
    require(
        url.getUserInfo() == null && url.getRef() == null, "has a part that does not belong there");
    require(
        url.getProtocol().equals("https") || (isLoopback && url.getProtocol().equals("http")),
        "is not an https address");
    require(
        isLoopback || ("." + host).matches(".*\\.(google|googleapis)\\.com"),
        "is not a Google address");
  }

  private static void require(boolean condition, String whatIsWrong) {
    if (!condition) {
      throw new InvalidValueException(whatIsWrong);
    }
  }

  public static SecureUri parse(String text) {
    try {
      return new SecureUri(new URI(text));
    } catch (URISyntaxException e) {
      throw new InvalidValueException("is not an address");
    }
  }

  /** Hides a user name and a password; the text need not be a valid address. */
  public static String withoutPassword(String address) {
    return address.replaceFirst(".*@", "…@");
  }

  /** The host for messages, with the port if it is not the scheme's default. */
  public String host() {
    return host(url(uri));
  }

  static String host(URL url) {
    return url.getPort() < 0 || url.getPort() == url.getDefaultPort()
        ? url.getHost()
        : url.getHost() + ":" + url.getPort();
  }

  public boolean isLoopback() {
    return url(uri).getHost().toLowerCase(Locale.ROOT).matches(LOOPBACK);
  }

  /** As a URL, because a URI has no host if its name contains an underscore. */
  private static URL url(URI uri) {
    try {
      return uri.toURL();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw new InvalidValueException("is not an address");
    }
  }
}
