package gmaillabels.error;

import java.util.Set;

/** Requests that were refused, or got no response that counts. */
public final class RequestProblems {
  /** Google has neither accepted nor refused: the same request may succeed another time. */
  public static final Set<Problem> UNDECIDED =
      Set.of(
          Problem.NETWORK_FAILED,
          Problem.PROXY_REFUSED,
          Problem.CERTIFICATE_NOT_TRUSTED,
          Problem.TRUST_STORE_NOT_READABLE,
          Problem.RATE_LIMITED,
          Problem.SERVER_FAILED,
          Problem.UNEXPECTED_RESPONSE);

  private static final Hint LATER = c -> "Try again later.";

  private RequestProblems() {}

  public static CliException noResponse(NetworkFailure failure, String host, Throwable cause) {
    Hint hint = c -> "Check the network and, if you use one, the proxy; then try again.";
    return new CliException(failure.problem, failure.toString(), host, hint).causedBy(cause);
  }

  public static CliException unexpectedResponse(String whatIsWrong, String host) {
    String what = "the response is not Google's: " + whatIsWrong;
    Hint hint =
        c ->
            "A network that wants you to log in, or a proxy, may have answered instead."
                + " Open a page in a browser, then try again.";
    return new CliException(Problem.UNEXPECTED_RESPONSE, what, host, hint);
  }

  public static CliException unexpectedResponse(String whatIsWrong, String host, Throwable cause) {
    return unexpectedResponse(whatIsWrong, host).causedBy(cause);
  }

  public static CliException rateLimited(String host) {
    String what = "too many requests: the rate limit outlasted every try";
    return new CliException(Problem.RATE_LIMITED, what, host, LATER);
  }

  public static CliException serverFailed(int status, String host) {
    String what = "the server failed with status " + status + ", also when asked again";
    return new CliException(Problem.SERVER_FAILED, what, host, LATER);
  }

  public static CliException apiNotEnabled(String host) {
    String what = "the Gmail API is not enabled in your Google Cloud project";
    Hint hint =
        c ->
            "Enable it, wait a few minutes, and try again:"
                + " https://console.cloud.google.com/apis/library/gmail.googleapis.com";
    return new CliException(Problem.API_NOT_ENABLED, what, host, hint);
  }

  public static CliException permissionMissing(String host) {
    String what = "the sign-in does not include the permission to list labels";
    Hint hint = c -> "Sign in again and tick every box: " + c.login();
    return new CliException(Problem.PERMISSION_MISSING, what, host, hint);
  }

  public static CliException quotaExceeded(String host) {
    String what = "the quota of your Google Cloud project is used up";
    Hint hint =
        c ->
            "See it at https://console.cloud.google.com/apis/api/gmail.googleapis.com/quotas"
                + " and try again when it has been renewed.";
    return new CliException(Problem.QUOTA_EXCEEDED, what, host, hint);
  }

  /** Any other refusal, with Google's reason. */
  public static CliException refused(int status, String reason, String host) {
    String what = "refused with status " + status + ": " + reason;
    return new CliException(Problem.REQUEST_REFUSED, what, host, c -> "");
  }
}
