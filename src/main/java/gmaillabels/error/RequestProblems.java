package gmaillabels.error;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Requests that were refused or got no usable response. The words are Google's own, and empty if
 * there are none.
 */
public final class RequestProblems {
  /** Google neither accepted nor refused the request, so the same one may succeed later. */
  public static final Set<Problem> UNDECIDED =
      Set.of(
          Problem.NETWORK_FAILED,
          Problem.PROXY_REFUSED,
          Problem.CERTIFICATE_NOT_TRUSTED,
          Problem.TRUST_STORE_NOT_READABLE,
          Problem.RATE_LIMITED,
          Problem.SERVER_FAILED,
          Problem.UNEXPECTED_RESPONSE);

  public static final String API_PAGE =
      "https://console.cloud.google.com/apis/library/gmail.googleapis.com";

  public static final String QUOTA_PAGE =
      "https://console.cloud.google.com/apis/api/gmail.googleapis.com/quotas";

  private static final String SCOPES = " the scope gmail.readonly, gmail.labels or gmail.metadata";

  private RequestProblems() {}

  public static CliException noResponse(
      NetworkFailure failure, Retries retries, String host, Throwable cause) {
    String what = failure + retries.toString();
    return new CliException(failure.problem(), what, host, c -> failure.hint).causedBy(cause);
  }

  /** The issuer is empty if it is unknown; the file is the one in SSL_CERT_FILE. */
  public static CliException certificateNotTrusted(
      Optional<String> issuer, Optional<Path> file, String host, Throwable cause) {
    NetworkFailure failure = NetworkFailure.CERTIFICATE_NOT_TRUSTED;
    String what = failure + issuer.map("; it was issued by "::concat).orElse("");
    Hint hint =
        c ->
            "Waiting does not help. If a proxy or a virus scanner that you trust decrypts the traffic,"
                + file.map(f -> " add its root certificate, as PEM, to SSL_CERT_FILE (" + f + ").")
                    .orElse(
                        " save its root certificate as PEM, and set SSL_CERT_FILE to that file.")
                + " Also check this computer's clock.";
    return new CliException(failure.problem(), what, host, hint).causedBy(cause);
  }

  public static CliException unexpectedResponse(String whatIsWrong, String host) {
    String what = "the response is not Google's: " + whatIsWrong;
    return new CliException(Problem.UNEXPECTED_RESPONSE, what, host, c -> Hint.OTHER_RESPONDER);
  }

  public static CliException rateLimited(String words, Retries retries, String host) {
    String what = withWords("too many requests" + retries, words);
    return new CliException(Problem.RATE_LIMITED, what, host, retries.hint());
  }

  public static CliException serverFailed(int status, String words, Retries retries, String host) {
    String what = withWords("the server failed with status " + status + retries, words);
    return new CliException(Problem.SERVER_FAILED, what, host, retries.hint());
  }

  public static CliException apiNotEnabled(String words, String page, String host) {
    String what = withWords("the Gmail API is not enabled in your Google Cloud project", words);
    Hint hint = c -> "Enable it, wait a few minutes, and try again: " + page;
    return new CliException(Problem.API_NOT_ENABLED, what, host, hint);
  }

  public static CliException projectMissing(String words, String host) {
    String what = withWords("the Google Cloud project of the OAuth client does not exist", words);
    Hint hint =
        c ->
            "Make a new project and a client in it (https://console.cloud.google.com/projectcreate),"
                + " save the client's JSON in place of the old one, then "
                + (c.signInFile().isPresent() ? "sign in again" + c.signIn() : "run: " + c.login());
    return new CliException(Problem.REQUEST_REFUSED, what, host, hint);
  }

  public static CliException permissionMissing(String words, String host) {
    String what =
        withWords("the access token does not include the permission to list labels", words);
    Hint hint =
        c ->
            c.hasAccessToken()
                ? "Set GMAIL_LABELS_ACCESS_TOKEN to one with" + SCOPES + "."
                : "Sign in again"
                    + (c.signInFile().isPresent() ? " with" + SCOPES : " and tick every box")
                    + c.signIn();
    return new CliException(Problem.PERMISSION_MISSING, what, host, hint);
  }

  public static CliException quotaExceeded(String words, String page, String host) {
    String what = withWords("the quota of your Google Cloud project is used up", words);
    Hint hint = c -> "See it at " + page + " and try again when it has been renewed.";
    return new CliException(Problem.QUOTA_EXCEEDED, what, host, hint);
  }

  public static CliException mailboxMissing(String words, String host) {
    String what = withWords("the account has no Gmail mailbox, or Gmail is off for it", words);
    Hint hint =
        c ->
            "See whether https://mail.google.com opens for this account. If not, "
                + (c.hasAccessToken()
                    ? "set GMAIL_LABELS_ACCESS_TOKEN to a token of another one."
                    : "sign in with another one" + c.signIn());
    return new CliException(Problem.REQUEST_REFUSED, what, host, hint);
  }

  public static CliException forbiddenByPolicy(String words, String host) {
    String what = withWords("a policy of your organization forbids this", words);
    Hint hint = c -> "Ask its administrator to allow the OAuth client.";
    return new CliException(Problem.REQUEST_REFUSED, what, host, hint);
  }

  public static CliException refused(int status, String words, String host) {
    String what = withWords("refused with status " + status, words);
    return new CliException(Problem.REQUEST_REFUSED, what, host, c -> "");
  }

  static String withWords(String what, String words) {
    return words.isEmpty() ? what : what + ": " + words;
  }
}
