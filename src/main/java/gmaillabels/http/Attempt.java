package gmaillabels.http;

import gmaillabels.error.CliException;
import gmaillabels.error.NetworkFailure;
import gmaillabels.error.RequestProblems;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What one attempt came to, at this host: without a failure, the response is for the caller to
 * judge; where it is unsent, the server cannot have seen the request.
 */
record Attempt(
    String host,
    Optional<BufferedResponse> response,
    Optional<CliException> failure,
    boolean isRetryable,
    boolean isUnsent,
    String summary) {
  /** Judges a response by what does not depend on the endpoint. */
  static Attempt received(String host, BufferedResponse response) {
    int status = response.status();
    ApiError error =
        status < 400 ? new ApiError(status, "", "") : ApiError.parse(status, response.text());
    Optional<CliException> failure = Optional.empty();
    if (error.isRetryable()) {
      failure = Optional.of(error.toException(host));
    } else if (status < 200 || status / 100 == 3 || response.type().startsWith("text/html")) {
      // A redirect is refused: it could lead a token anywhere.
      String what = status < 200 ? "not HTTP" : "status %d, %s".formatted(status, response.type());
      failure = Optional.of(RequestProblems.unexpectedResponse(what, host));
    }
    return new Attempt(
        host, Optional.of(response), failure, error.isRetryable(), false, error.toString());
  }

  /** Judges what went wrong before there was a response, at the host or at the proxy before it. */
  static Attempt failed(String host, String firstHost, Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("tunnel through proxy")) {
      NetworkFailure what =
          message.contains(" 407")
              ? NetworkFailure.PROXY_PASSWORD_REFUSED
              : NetworkFailure.PROXY_REFUSED;
      return failed(firstHost, what, cause, message.matches(".*HTTP\\S+ 5\\d\\d.*"));
    }
    for (Throwable e = cause; e != null; e = e.getCause()) {
      if (e instanceof CertificateException) {
        return failed(host, NetworkFailure.CERTIFICATE_NOT_TRUSTED, cause, false);
      }
      if (e instanceof GeneralSecurityException) {
        return failed(host, NetworkFailure.TRUST_STORE_NOT_READABLE, cause, false);
      }
    }
    if (cause instanceof RuntimeException || message.equals("Invalid Http response")) {
      return failed(firstHost, NetworkFailure.NOT_HTTP, cause, false);
    }
    NetworkFailure what =
        cause instanceof SSLException
            ? NetworkFailure.NO_SECURE_CONNECTION
            : NetworkFailure.CONNECTION_LOST;
    if (cause instanceof UnknownHostException) {
      what = NetworkFailure.HOST_NOT_FOUND;
    } else if (cause instanceof SocketTimeoutException) {
      what = NetworkFailure.TIMED_OUT;
    } else if (isUnsent(cause)) {
      what = NetworkFailure.CANNOT_CONNECT;
    }
    // Who closed a connection that leads through a proxy is not known; the proxy is nearer.
    boolean isFirst = isUnsent(cause) || isClosedWithoutResponse(cause);
    return failed(isFirst ? firstHost : host, what, cause, true);
  }

  private static Attempt failed(
      String host, NetworkFailure what, Throwable cause, boolean isRetryable) {
    CliException failure = RequestProblems.noResponse(what, host, cause);
    return new Attempt(
        host,
        Optional.empty(),
        Optional.of(failure),
        isRetryable,
        isUnsent(cause),
        what.toString());
  }

  static boolean isClosedWithoutResponse(Throwable cause) {
    return "Unexpected end of file from server".equals(cause.getMessage());
  }

  private static boolean isUnsent(Throwable cause) {
    return cause instanceof UnknownHostException
        || cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || (cause instanceof SocketTimeoutException
            && String.valueOf(cause.getMessage()).startsWith("Connect timed out"));
  }
}
