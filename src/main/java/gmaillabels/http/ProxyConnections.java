package gmaillabels.http;

import com.google.api.client.http.GenericUrl;
import gmaillabels.error.Problem;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Connections through the proxies that the environment names, as curl reads it: {@code
 * https_proxy}, {@code http_proxy} and {@code no_proxy}, in either case. Java itself knows only
 * system properties.
 */
public record ProxyConnections(Map<String, String> variables) {
  HttpURLConnection openConnection(URL url) throws IOException {
    Optional<GenericUrl> proxy = proxy(url);
    if (proxy.isEmpty()) {
      return (HttpURLConnection) url.openConnection();
    }
    int port = proxy.get().getPort() < 0 ? 80 : proxy.get().getPort();
    InetSocketAddress address = new InetSocketAddress(proxy.get().getHost(), port);
    HttpURLConnection connection =
        (HttpURLConnection) url.openConnection(new Proxy(Proxy.Type.HTTP, address));
    if (proxy.get().getUserInfo() != null) {
      connection.setAuthenticator(new ProxyPassword(proxy.get().getUserInfo().split(":", 2)));
    }
    return connection;
  }

  /** The host of the proxy for the address, be it a variable's or that of Java's own properties. */
  Optional<String> proxyHost(URL url) {
    return proxy(url)
        .map(GenericUrl::getHost)
        .or(
            () ->
                ProxySelector.getDefault().select(URI.create(url.toString())).stream()
                    .filter(proxy -> proxy.address() instanceof InetSocketAddress)
                    .map(proxy -> ((InetSocketAddress) proxy.address()).getHostString())
                    .findFirst());
  }

  private Optional<GenericUrl> proxy(URL url) {
    String variable = url.getProtocol().equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
    String value = value(variable);
    if (value.isEmpty() || isExempt(url.getHost().toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    try {
      GenericUrl proxy = new GenericUrl(value.contains("://") ? value : "http://" + value, true);
      if (proxy.getScheme().equals("http")
          && !proxy.getHost().isEmpty()
          && proxy.getPort() <= 65535) {
        return Optional.of(proxy);
      }
    } catch (IllegalArgumentException e) {
      // The exception quotes the value.
    }
    throw Problem.PROXY_INVALID.with(variable);
  }

  private String value(String variable) {
    String lowerCase = variables.getOrDefault(variable.toLowerCase(Locale.ROOT), "");
    return lowerCase.isEmpty() ? variables.getOrDefault(variable, "") : lowerCase;
  }

  private boolean isExempt(String host) {
    return Stream.of(value("NO_PROXY").toLowerCase(Locale.ROOT).split("[,\\s]+"))
        .map(item -> item.equals("*") ? host : item.replaceFirst("^\\*?\\.", ""))
        .anyMatch(domain -> !domain.isEmpty() && ("." + host).endsWith("." + domain));
  }

  /** For the proxy alone: a server that asks for a password must not get this one. */
  private static final class ProxyPassword extends Authenticator {
    private final String[] userAndPassword;

    ProxyPassword(String[] userAndPassword) {
      this.userAndPassword = userAndPassword;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      String password = userAndPassword.length == 2 ? decode(userAndPassword[1]) : "";
      return getRequestorType() == RequestorType.PROXY
          ? new PasswordAuthentication(decode(userAndPassword[0]), password.toCharArray())
          : null;
    }

    private static String decode(String text) {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }
}
