package gmaillabels.http;

import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What one attempt came to.
 *
 * @param failure absent where the response is for the caller to judge
 * @param isRetryable whether the same request may succeed in a moment
 */
record Attempt(
    Optional<BufferedResponse> response,
    Optional<CliException> failure,
    boolean isRetryable,
    String summary) {
  private static final String PROXY_PASSWORD =
      "the proxy wants a user name and a password, or does not accept those it got";
  private static final Pattern TUNNEL = Pattern.compile("tunnel through proxy(?:.*? (\\d{3})\\b)?");

  /** Judges a response by what does not depend on the endpoint. */
  static Attempt received(
      String host, Supplier<Optional<String>> proxyHost, BufferedResponse response) {
    int status = response.status();
    ApiError error = status < 400 ? ApiError.NONE : ApiError.parse(response.text());
    boolean isRetryable = error.isRetryable(status);
    boolean isRedirect = status >= 300 && status < 400;
    Optional<CliException> failure = Optional.empty();
    if (status == 407) {
      return failed(proxyHost.get().orElse(host), PROXY_PASSWORD, null, false);
    }
    if (isRetryable) {
      failure = Optional.of(ApiError.retriesExhausted(host, status));
    } else if (status < 200 || isRedirect || response.type().startsWith("text/html")) {
      // A redirect is refused: it could lead a token anywhere.
      String what = status < 200 ? "not HTTP" : "status %d, %s".formatted(status, response.type());
      failure = Optional.of(Problem.UNEXPECTED_RESPONSE.with(what, host));
    }
    return new Attempt(Optional.of(response), failure, isRetryable, "status " + status + error);
  }

  /** Judges what went wrong before there was a response. */
  static Attempt failed(String host, Optional<String> proxyHost, Throwable cause) {
    Matcher tunnel = TUNNEL.matcher(String.valueOf(cause.getMessage()));
    if (tunnel.find()) {
      String status = String.valueOf(tunnel.group(1));
      String what =
          status.equals("407") ? PROXY_PASSWORD : "the proxy does not let the request through";
      return failed(proxyHost.orElse(host), what, cause, status.startsWith("5"));
    }
    if (isCausedBy(cause, CertificateException.class)) {
      return failed(host, "the certificate is not trusted", cause, false);
    }
    if (isCausedBy(cause, GeneralSecurityException.class)) {
      return failed(host, "Java's trust store cannot be read", cause, false);
    }
    if (proxyHost.isPresent() && cause instanceof RuntimeException
        || String.valueOf(cause.getMessage()).equals("Invalid Http response")) {
      return failed(proxyHost.orElse(host), "what responds does not speak HTTP", cause, false);
    }
    String what;
    if (cause instanceof UnknownHostException) {
      what = "cannot find the host";
    } else if (cause instanceof SocketTimeoutException) {
      what = "no answer in time";
    } else if (isUnsent(cause)) {
      what = "cannot connect";
    } else {
      what = cause instanceof SSLException ? "no secure connection" : "the connection broke off";
    }
    // Who closed a connection that leads through a proxy cannot be told; the proxy is nearer.
    boolean isProxys = isUnsent(cause) || isClosedWithoutResponse(cause);
    return failed(isProxys ? proxyHost.orElse(host) : host, what, cause, true);
  }

  /** Whether the server cannot have seen the request. */
  static boolean isUnsent(Throwable cause) {
    return cause instanceof UnknownHostException
        || cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || (cause instanceof SocketTimeoutException
            && String.valueOf(cause.getMessage()).startsWith("Connect timed out"));
  }

  /** The JDK sends a GET again by itself when the connection closes without a response. */
  boolean wasRepeated(String method) {
    return method.equals("GET")
        && failure.map(Throwable::getCause).filter(Attempt::isClosedWithoutResponse).isPresent();
  }

  private static boolean isClosedWithoutResponse(Throwable cause) {
    return "Unexpected end of file from server".equals(cause.getMessage());
  }

  private static Attempt failed(String host, String what, Throwable cause, boolean isRetryable) {
    CliException failure = Problem.NETWORK.because(cause, what, host);
    return new Attempt(Optional.empty(), Optional.of(failure), isRetryable, what);
  }

  private static boolean isCausedBy(Throwable cause, Class<? extends Throwable> type) {
    return cause != null && (type.isInstance(cause) || isCausedBy(cause.getCause(), type));
  }
}
