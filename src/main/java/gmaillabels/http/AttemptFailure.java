package gmaillabels.http;

import gmaillabels.error.CliException;
import gmaillabels.error.NetworkFailure;
import gmaillabels.error.Problem;
import gmaillabels.error.RequestProblems;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why an attempt failed; what is unsent can be sent again without arriving twice. */
public record AttemptFailure(
    String summary,
    CliException problem,
    boolean isRetryable,
    boolean isUnsent,
    Optional<String> retryAfter) {
  public static AttemptFailure of(ErrorResponse error, String host) {
    return new AttemptFailure(
        error + " (" + host + ")",
        error.toException(host),
        error.isRetryable(),
        false,
        error.retryAfter());
  }

  /** For a response that means the same to every request; empty for all others. */
  static Optional<AttemptFailure> of(BufferedResponse response, String host, String firstHost) {
    int status = response.getStatusCode();
    if (status == HttpURLConnection.HTTP_PROXY_AUTH) {
      NetworkFailure what = NetworkFailure.PROXY_PASSWORD_REFUSED;
      CliException problem = RequestProblems.noResponse(what, firstHost, null);
      return Optional.of(new AttemptFailure(what + "", problem, false, false, Optional.empty()));
    }
    ErrorResponse error = response.error();
    if (error.isRetryable()) {
      return Optional.of(of(error, host));
    }
    // A redirect is refused: it could lead a token anywhere.
    if (status < 200 || status / 100 == 3 || response.type().startsWith("text/html")) {
      String what = status < 200 ? "not HTTP" : "status %d, %s".formatted(status, response.type());
      CliException problem = RequestProblems.unexpectedResponse(what, host);
      return Optional.of(new AttemptFailure(what, problem, false, false, Optional.empty()));
    }
    return Optional.empty();
  }

  /** For what went wrong before there was a response, at the host or at the proxy before it. */
  static AttemptFailure of(IOException e, boolean isConnected, String host, String firstHost) {
    NetworkFailure what = networkFailure(e);
    String where =
        switch (what) {
          case PROXY_PASSWORD_REFUSED, PROXY_REFUSED -> firstHost;
          case CERTIFICATE_NOT_TRUSTED, TRUST_STORE_NOT_READABLE, NO_SECURE_CONNECTION -> host;
          // Who of the two closed a connection, or let it wait, is not known; the proxy is nearer.
          default -> isConnected ? host : firstHost;
        };
    CliException problem = RequestProblems.noResponse(what, where, e);
    boolean isRetryable =
        problem.problem() == Problem.NETWORK_FAILED || JdkFailures.tunnelStatus(e) >= 500;
    return new AttemptFailure(
        what + " (" + where + ")", problem, isRetryable, !isConnected, Optional.empty());
  }

  private static NetworkFailure networkFailure(IOException e) {
    int tunnelStatus = JdkFailures.tunnelStatus(e);
    if (tunnelStatus == HttpURLConnection.HTTP_PROXY_AUTH) {
      return NetworkFailure.PROXY_PASSWORD_REFUSED;
    }
    if (tunnelStatus > 0) {
      return NetworkFailure.PROXY_REFUSED;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return NetworkFailure.CERTIFICATE_NOT_TRUSTED;
      }
      if (cause instanceof GeneralSecurityException) {
        return NetworkFailure.TRUST_STORE_NOT_READABLE;
      }
    }
    if (e instanceof SSLException) {
      return NetworkFailure.NO_SECURE_CONNECTION;
    }
    if (e instanceof ProtocolException) {
      return NetworkFailure.NOT_HTTP;
    }
    if (e instanceof UnknownHostException) {
      return NetworkFailure.HOST_NOT_FOUND;
    }
    if (e instanceof SocketTimeoutException) {
      return NetworkFailure.TIMED_OUT;
    }
    return e instanceof ConnectException || e instanceof NoRouteToHostException
        ? NetworkFailure.CANNOT_CONNECT
        : NetworkFailure.CONNECTION_LOST;
  }
}
