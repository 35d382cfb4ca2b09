package gmaillabels.http;

import static com.google.api.client.util.Preconditions.checkArgument;

import com.google.api.client.http.GenericUrl;
import gmaillabels.error.UsageProblems;
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

/** Connections through the proxies in the environment, as curl reads it; Java itself does not. */
public final class ProxyConnections {
  private final Map<String, String> variables;

  public ProxyConnections(Map<String, String> variables) {
    this.variables = variables;
  }

  HttpURLConnection openConnection(URL url) throws IOException {
    Optional<GenericUrl> variable = variable(url);
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(proxy(url, variable));
    if (variable.isPresent() && variable.get().getUserInfo() != null) {
      connection.setAuthenticator(password(variable.get().getUserInfo()));
    }
    return connection;
  }

  /** The host that is connected to: the proxy's, if there is one. */
  String firstHost(URL url) {
    return proxy(url, variable(url)).address() instanceof InetSocketAddress proxy
        ? proxy.getHostString()
        : url.getHost();
  }

  private static Proxy proxy(URL url, Optional<GenericUrl> variable) {
    if (variable.isEmpty()) {
      return ProxySelector.getDefault().select(URI.create(url.toString())).get(0);
    }
    int port = variable.get().getPort() < 0 ? 80 : variable.get().getPort();
    String host = variable.get().getHost();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
  }

  private Optional<GenericUrl> variable(URL url) {
    String name = name(url.getProtocol().equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY");
    // A plus sign in a password is no blank.
    String value = variables.getOrDefault(name, "").replace("+", "%2B");
    if (value.isEmpty() || isExempt(url.getHost().toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    try {
      GenericUrl proxy = new GenericUrl(value.contains("://") ? value : "http://" + value);
      checkArgument(proxy.getScheme().equals("http") && !proxy.getHost().isEmpty());
      checkArgument(proxy.getPort() <= 65535);
      return Optional.of(proxy);
    } catch (IllegalArgumentException e) {
      // Not as its cause, because it quotes the value.
      throw UsageProblems.invalidProxy(name);
    }
  }

  /** The variable in lower case, which comes first, or the one in upper case if that is empty. */
  private String name(String variable) {
    String lowerCase = variable.toLowerCase(Locale.ROOT);
    return variables.getOrDefault(lowerCase, "").isEmpty() ? variable : lowerCase;
  }

  private boolean isExempt(String host) {
    String exempt = variables.getOrDefault(name("NO_PROXY"), "").toLowerCase(Locale.ROOT);
    return Stream.of(exempt.split("[,\\s]+"))
        .map(item -> item.equals("*") ? host : item.replaceFirst("^\\*?\\.", ""))
        .anyMatch(domain -> !domain.isEmpty() && ("." + host).endsWith("." + domain));
  }

  /** For the proxy alone: a server that asks for a password must not get this one. */
  private static Authenticator password(String userInfo) {
    String user = userInfo.replaceFirst(":.*", "");
    String password = userInfo.replaceFirst("^[^:]*:?", "");
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY
            ? new PasswordAuthentication(user, password.toCharArray())
            : null;
      }
    };
  }
}
