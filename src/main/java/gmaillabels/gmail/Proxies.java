package gmaillabels.gmail;

import com.google.api.client.http.javanet.ConnectionFactory;
import gmaillabels.failure.Failure;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * The proxies that the environment names, as curl reads it: {@code https_proxy}, {@code http_proxy}
 * and {@code no_proxy}, in either case. Java itself knows only system properties.
 */
public final class Proxies implements ConnectionFactory {
  private final Map<String, String> variables;

  /** Creates a factory of connections for this environment. */
  public Proxies(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * Opens a connection, through a proxy if one is meant for the address.
   *
   * @throws Failure if the variable does not name a proxy
   */
  @Override
  public HttpURLConnection openConnection(URL url) throws IOException {
    String variable = url.getProtocol().equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
    String value = value(variable);
    if (value.isEmpty() || isExempt(url)) {
      return (HttpURLConnection) url.openConnection();
    }
    URI proxy = parse(variable, value);
    int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
    HttpURLConnection connection =
        (HttpURLConnection)
            url.openConnection(
                new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port)));
    if (proxy.getRawUserInfo() != null) {
      connection.setAuthenticator(new ProxyPassword(proxy.getRawUserInfo()));
    }
    return connection;
  }

  private String value(String variable) {
    String lowerCase = variables.getOrDefault(variable.toLowerCase(Locale.ROOT), "");
    return lowerCase.isEmpty() ? variables.getOrDefault(variable, "") : lowerCase;
  }

  private static URI parse(String variable, String value) {
    try {
      URI proxy = new URI(value.contains("://") ? value : "http://" + value);
      if (proxy.getHost() != null
          && proxy.getPort() <= 65535
          && "http".equalsIgnoreCase(proxy.getScheme())) {
        return proxy;
      }
    } catch (URISyntaxException e) {
      // The exception quotes the value.
    }
    throw Failure.proxyInvalid(variable);
  }

  private boolean isExempt(URL url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    for (String item : value("NO_PROXY").split("[,\\s]+")) {
      String exempt = item.toLowerCase(Locale.ROOT);
      if (exempt.endsWith(":" + port)) {
        exempt = exempt.substring(0, exempt.length() - String.valueOf(port).length() - 1);
      }
      if (exempt.startsWith("*.")) {
        exempt = exempt.substring(1);
      }
      String suffix = exempt.startsWith(".") ? exempt : "." + exempt;
      if (exempt.equals("*")
          || (!exempt.isEmpty() && (host.equals(suffix.substring(1)) || host.endsWith(suffix)))) {
        return true;
      }
    }
    return false;
  }

  /** Answers the proxy alone: a server that asks for a password must not get this one. */
  private static final class ProxyPassword extends Authenticator {
    private final PasswordAuthentication password;

    ProxyPassword(String userInfo) {
      String[] parts = userInfo.split(":", 2);
      this.password =
          new PasswordAuthentication(
              decode(parts[0]), parts.length == 2 ? decode(parts[1]).toCharArray() : new char[0]);
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY ? password : null;
    }

    private static String decode(String text) {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }
}
