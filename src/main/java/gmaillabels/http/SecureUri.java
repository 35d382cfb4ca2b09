package gmaillabels.http;

import static com.google.api.client.util.Preconditions.checkArgument;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;

/** An address that tokens may be sent to: Google's own, or this machine's for a test. */
public record SecureUri(URI uri, String host) {
  /** By its spelling alone: a name service could be made to say that any name is loopback. */
  private static final String LOOPBACK = "localhost|\\[::1]|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}";

  /** Throws an {@link IllegalArgumentException} that says why tokens may not go there. */
  public static SecureUri parse(String text) {
    try {
      URI uri = new URI(text);
      URL url = new URL(text);
      // The URI itself has none where it holds an underscore.
      String host = url.getHost().toLowerCase(Locale.ROOT);
      boolean isLoopback = host.matches(LOOPBACK);
      boolean isSecure =
          url.getProtocol().equals("https") || (isLoopback && url.getProtocol().equals("http"));
      checkArgument(
          !host.isEmpty() && url.getPort() != 0 && url.getPort() <= 65535,
          "is not an address with a host");
      checkArgument(
          url.getUserInfo() == null && url.getRef() == null,
          "has a part that does not belong there");
      checkArgument(isSecure, "is not an https address");
      checkArgument(
          isLoopback || ("." + host).matches(".*\\.(google|googleapis)\\.com"),
          "is not an address of Google's");
      return new SecureUri(uri, host);
    } catch (URISyntaxException | MalformedURLException e) {
      throw new IllegalArgumentException("is not an address", e);
    }
  }
}
