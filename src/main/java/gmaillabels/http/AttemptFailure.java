package gmaillabels.http;

import gmaillabels.error.CliException;
import gmaillabels.error.NetworkFailure;
import gmaillabels.error.Problem;
import gmaillabels.error.RequestProblems;
import gmaillabels.error.Retries;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/** Why an attempt failed, and the problem to report if it was the last one. */
public record AttemptFailure(
    String summary,
    Retry retry,
    Optional<String> retryAfter,
    Function<Retries, CliException> problem) {

  public static AttemptFailure of(ErrorResponse error, String host) {
    return new AttemptFailure(
        error + " (" + host + ")",
        error.retry(),
        error.retryAfter(),
        retries ->
            switch (error.retry()) {
              case RATE_LIMIT -> RequestProblems.rateLimited(error.words(), retries, host);
              case NEVER -> error.toException(host);
              default -> RequestProblems.serverFailed(error.status(), error.words(), retries, host);
            });
  }

  /**
   * For a response that is a failure whatever was requested; empty if the caller has to judge.
   * Redirects are failures, because they could send a token anywhere.
   */
  static Optional<AttemptFailure> of(
      BufferedResponse response, URL url, ProxyConnections connections) {
    String host = SecureUri.host(url);
    int status = response.getStatusCode();
    if (status >= 400) {
      ErrorResponse error = response.error();
      if (error.retry() != Retry.NEVER) {
        return Optional.of(of(error, host));
      }
    }
    if (status == HttpURLConnection.HTTP_PROXY_AUTH) {
      String proxy = connections.firstHost(url);
      return Optional.of(of(NetworkFailure.PROXY_PASSWORD_REFUSED, proxy, Retry.NEVER, null));
    }
    String what = "status " + status + ", " + response.type();
    if (response.isTooLarge()) {
      what = "more than 32 MB";
    } else if (status < 200) {
      what = "not HTTP";
    } else if (status / 100 != 3 && !response.type().startsWith("text/html")) {
      return Optional.empty();
    }
    CliException problem = RequestProblems.unexpectedResponse(what, host);
    return Optional.of(new AttemptFailure(what, Retry.NEVER, Optional.empty(), r -> problem));
  }

  /** For an attempt that got no response. */
  static AttemptFailure of(
      IOException e, boolean isConnected, URL url, ProxyConnections connections) {
    NetworkFailure failure = networkFailure(e);
    String host = SecureUri.host(url);
    if (failure == NetworkFailure.CERTIFICATE_NOT_TRUSTED) {
      return new AttemptFailure(
          failure + " (" + host + ")",
          Retry.NEVER,
          Optional.empty(),
          retries ->
              RequestProblems.certificateNotTrusted(
                  connections.issuer(url), connections.certificateFile(), host, e));
    }
    String where =
        switch (failure) {
          case PROXY_PASSWORD_REFUSED, PROXY_REFUSED -> connections.firstHost(url);
          case CERTIFICATE_OF_ANOTHER_HOST, TRUST_STORE_NOT_READABLE, NO_SECURE_CONNECTION -> host;
          // Before a connection exists, it is unknown which of the two failed; the proxy is nearer.
          default -> isConnected ? host : connections.firstHost(url);
        };
    boolean isTemporary =
        failure.problem() == Problem.NETWORK_FAILED || JdkFailures.tunnelStatus(e) >= 500;
    Retry temporary = isConnected ? Retry.LATER : Retry.UNSENT;
    return of(failure, where, isTemporary ? temporary : Retry.NEVER, e);
  }

  private static AttemptFailure of(
      NetworkFailure failure, String host, Retry retry, IOException cause) {
    return new AttemptFailure(
        failure + " (" + host + ")",
        retry,
        Optional.empty(),
        retries -> RequestProblems.noResponse(failure, retries, host, cause));
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
        return JdkFailures.isForAnotherHost(cause)
            ? NetworkFailure.CERTIFICATE_OF_ANOTHER_HOST
            : NetworkFailure.CERTIFICATE_NOT_TRUSTED;
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
