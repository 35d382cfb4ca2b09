package gmaillabels.http;

import java.security.cert.CertificateException;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Failures that {@code HttpURLConnection} reports only by the message of an exception, or by an
 * unchecked exception. The messages are the same in JDK 17 and 25.
 */
final class JdkFailures {
  /** From doTunneling0 of sun.net.www.protocol.http.HttpURLConnection, with the status line. */
  private static final Pattern TUNNEL_REFUSED =
      Pattern.compile("Unable to tunnel through proxy\\. Proxy returns \"HTTP/\\S+ (\\d+).*");

  /** From getInputStream0 of sun.net.www.protocol.http.HttpURLConnection. */
  private static final String NO_STATUS_LINE = "Invalid Http response";

  private JdkFailures() {}

  /** The status with which a proxy refused to make a tunnel; 0 if it did not refuse. */
  static int tunnelStatus(Throwable e) {
    Matcher refusal = TUNNEL_REFUSED.matcher(String.valueOf(e.getMessage()));
    return refusal.lookingAt() ? Integer.parseInt(refusal.group(1)) : 0;
  }

  /** Whether a trusted certificate names another host than the one that was asked. */
  static boolean isForAnotherHost(Throwable e) {
    // As sun.security.util.HostnameChecker throws it. An untrusted certificate has a subclass, and
    // a forbidden algorithm has a cause.
    return e.getClass() == CertificateException.class && e.getCause() == null;
  }

  static boolean isNotHttp(Throwable e) {
    // For a length or status that is not a number, and a challenge without a scheme (HeaderParser).
    return e instanceof IllegalArgumentException
        // For a proxy's status line without a status (doTunneling0).
        || e instanceof NoSuchElementException
        // For endless interim responses, 1xx (parseHTTPHeader of sun.net.www.http.HttpClient).
        || e instanceof StackOverflowError
        // Wraps one of the first two when the response is asked for again (getInputStream0).
        || e.getClass() == RuntimeException.class
        || NO_STATUS_LINE.equals(e.getMessage());
  }
}
