package gmaillabels.http;

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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Opens connections with the proxies and certificates from environment variables, which Java itself
 * ignores. The variables mean the same as for curl.
 */
public final class ProxyConnections {
  /** A password may contain any character, so the host begins after the last @. */
  private static final String PROXY =
      "(?i)(?:http://|(?!\\w+://))(?:(?<user>[^:]*?)(?::(?<password>.*))?@)?"
          + "(?<host>\\[[0-9a-f:.]+]|[^:/?#@\\[\\]\\s]+)(?::(?<port>\\d{1,5}))?(?:/[^@]*)?";

  private final Map<String, String> variables;
  private final Optional<Path> certificateFile;
  private final Map<String, Authenticator> authenticators = new HashMap<>();
  private Optional<SSLSocketFactory> trusted = Optional.empty();

  /** The certificates in the file replace those that Java trusts. */
  public ProxyConnections(Map<String, String> variables, Optional<Path> certificateFile) {
    this.variables = variables;
    this.certificateFile = certificateFile;
  }

  HttpURLConnection openConnection(URL url) throws IOException {
    Optional<Matcher> variable = variable(url);
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(proxy(url, variable));
    if (variable.isPresent() && variable.get().group("user") != null) {
      // One for each scheme, because the JDK reuses a connection only with the same authenticator.
      connection.setAuthenticator(
          authenticators.computeIfAbsent(
              url.getProtocol(), scheme -> new ProxyAuthenticator(variable.get())));
    }
    if (connection instanceof HttpsURLConnection secure && certificateFile.isPresent()) {
      // One for all, because the JDK reuses a connection only with the same factory.
      trusted = trusted.or(() -> certificateFile.map(Certificates::trustedIn));
      secure.setSSLSocketFactory(trusted.get());
    }
    return connection;
  }

  Optional<Path> certificateFile() {
    return certificateFile;
  }

  /** The issuer of the certificates that the host, or a proxy in front of it, presents. */
  Optional<String> issuer(URL url) {
    try {
      return Certificates.issuer((HttpsURLConnection) openConnection(url));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The host that the program connects to, which is the proxy if there is one. */
  String firstHost(URL url) {
    return proxy(url, variable(url)).address() instanceof InetSocketAddress proxy
        ? "%s:%d, the proxy".formatted(proxy.getHostString(), proxy.getPort())
        : SecureUri.host(url);
  }

  private static Proxy proxy(URL url, Optional<Matcher> variable) {
    if (variable.isEmpty()) {
      return ProxySelector.getDefault().select(URI.create(url.toString())).get(0);
    }
    String host = variable.get().group("host");
    return new Proxy(
        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port(variable.get())));
  }

  private static int port(Matcher variable) {
    return Integer.parseInt(Objects.requireNonNullElse(variable.group("port"), "80"));
  }

  private Optional<Matcher> variable(URL url) {
    String name = name(url.getProtocol().equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY");
    String value = variables.getOrDefault(name, "");
    if (value.isEmpty() || isExempt(url.getHost().toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    Matcher variable = Pattern.compile(PROXY).matcher(value);
    if (!variable.matches() || port(variable) < 1 || port(variable) > 65535) {
      throw UsageProblems.invalidProxy(name);
    }
    return Optional.of(variable);
  }

  /** The variable's name in lower case, or in upper case if that one is empty. */
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

  /** Gives the password to proxies only, and once, because the JDK asks again after a refusal. */
  private static final class ProxyAuthenticator extends Authenticator {
    private final Matcher variable;
    private boolean isAsked;

    ProxyAuthenticator(Matcher variable) {
      this.variable = variable;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY || isAsked) {
        return null;
      }
      isAsked = true;
      String password = Objects.requireNonNullElse(variable.group("password"), "");
      return new PasswordAuthentication(
          decode(variable.group("user")), decode(password).toCharArray());
    }

    /** Decodes percent-encoding; a text with other percent signs stays as it is. */
    private static String decode(String text) {
      try {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return text;
      }
    }
  }
}
