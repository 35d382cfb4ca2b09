package gmaillabels.gmail;

import gmaillabels.failure.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What one try came to: an answer that may be Google's, or a failure.
 *
 * @param answer null where there is a failure without one
 * @param isWorthAnotherTry whether the same request may succeed in a moment
 * @param summary for the log
 */
record Outcome(
    Answer answer, Optional<Failure> failure, boolean isWorthAnotherTry, String summary) {

  /** Judges an answer by what does not depend on the endpoint. */
  static Outcome of(String host, Answer answer) {
    int status = answer.getStatusCode();
    String summary = "status " + status;
    ApiError error = status < 400 ? ApiError.NONE : ApiError.parse(answer.text());
    if (error.isWorthAnotherTry(status)) {
      return failed(answer, Failure.overloaded(host, status), true, summary + error);
    }
    if (status >= 300 && status < 400) {
      return failed(answer, Failure.notGoogle(host, "a redirect" + target(answer)), false, summary);
    }
    String type = String.valueOf(answer.getContentType()).toLowerCase(Locale.ROOT);
    if (type.startsWith("text/html")) {
      return failed(answer, Failure.notGoogle(host, "an HTML page"), false, summary);
    }
    return new Outcome(
        status < 300 ? answer : answer.asPlainText(), Optional.empty(), false, summary + error);
  }

  /** Judges what went wrong before there was an answer. */
  static Outcome of(String host, Throwable cause) {
    // A small heap is full before the limit is reached.
    if (cause instanceof Answer.TooLongException || cause instanceof OutOfMemoryError) {
      String what = "more than %d MB".formatted(Answer.MAX_BYTES >> 20);
      return failed(null, Failure.notGoogle(host, what), false, "too long");
    }
    if (cause instanceof Failure failure) {
      return failed(null, failure, false, "not sent");
    }
    if (!(cause instanceof IOException) && !(cause instanceof TimeoutException)) {
      return failed(null, Failure.unexpected(cause), false, cause.getClass().getSimpleName());
    }
    String what;
    boolean worthAnotherTry = true;
    if (cause instanceof UnknownHostException) {
      what = "cannot find the host";
    } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      what = "cannot connect";
    } else if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
      what = "no answer in time";
    } else if (isCausedBy(cause, CertificateException.class)) {
      what = "the certificate is not trusted";
      worthAnotherTry = false;
    } else if (cause instanceof SSLException) {
      what = "no secure connection";
    } else if (String.valueOf(cause.getMessage()).contains("tunnel through proxy")) {
      what =
          cause.getMessage().contains(" 407 ")
              ? "the proxy wants a user name and a password, or does not accept those it got"
              : "the proxy does not let the request through";
      worthAnotherTry = false;
    } else {
      what = "the connection broke off";
    }
    return failed(null, Failure.network(host, what, cause), worthAnotherTry, what);
  }

  /** The value of the Retry-After header, or null. */
  String retryAfter() {
    return answer == null ? null : answer.retryAfter();
  }

  private static Outcome failed(
      Answer answer, Failure failure, boolean isWorthAnotherTry, String summary) {
    return new Outcome(answer, Optional.of(failure), isWorthAnotherTry, summary);
  }

  private static String target(Answer answer) {
    try {
      String host = URI.create(String.valueOf(answer.location())).getHost();
      return host == null ? "" : " to " + host;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static boolean isCausedBy(Throwable cause, Class<? extends Throwable> type) {
    for (Throwable e = cause; e != null; e = e.getCause()) {
      if (type.isInstance(e)) {
        return true;
      }
    }
    return false;
  }
}
