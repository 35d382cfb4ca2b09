package gmaillabels.http;

import static com.google.api.client.util.Preconditions.checkArgument;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.util.escape.CharEscapers;
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
    InetSocketAddress address = InetSocketAddress.createUnresolved(proxy.get().getHost(), port);
    HttpURLConnection connection =
        (HttpURLConnection) url.openConnection(new Proxy(Proxy.Type.HTTP, address));
    String userInfo = proxy.get().getUserInfo();
    if (userInfo != null) {
      connection.setAuthenticator(
          new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
              String user = CharEscapers.decodeUriPath(userInfo.replaceFirst(":.*", ""));
              String password = CharEscapers.decodeUriPath(userInfo.replaceFirst("^[^:]*:?", ""));
              // A server that asks for a password must not get this one.
              return getRequestorType() == RequestorType.PROXY
                  ? new PasswordAuthentication(user, password.toCharArray())
                  : null;
            }
          });
    }
    return connection;
  }

  /**
   * The host that is connected to: of a variable's proxy, of that of Java's own properties, or the
   * URL's.
   */
  String firstHost(URL url) {
    return proxy(url)
        .map(GenericUrl::getHost)
        .orElseGet(
            () -> {
              Proxy proxy = ProxySelector.getDefault().select(URI.create(url.toString())).get(0);
              return proxy.address() instanceof InetSocketAddress address
                  ? address.getHostString()
                  : url.getHost();
            });
  }

  private Optional<GenericUrl> proxy(URL url) {
    String variable = url.getProtocol().equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
    String value = value(variable);
    if (value.isEmpty() || isExempt(url.getHost().toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    try {
      GenericUrl proxy = new GenericUrl(value.contains("://") ? value : "http://" + value, true);
      checkArgument(proxy.getScheme().equals("http") && !proxy.getHost().isEmpty());
      checkArgument(proxy.getPort() <= 65535);
      return Optional.of(proxy);
    } catch (IllegalArgumentException e) {
      // Not as its cause, because it quotes the value.
      throw Problem.PROXY_INVALID.with(variable);
    }
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
}
