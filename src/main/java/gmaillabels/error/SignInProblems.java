package gmaillabels.error;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Sign-ins that are missing, cannot be used, fail or have ended. The words are Google's own. */
public final class SignInProblems {
  /** The stored sign-in is missing or cannot be used, and a new one solves that. */
  public static final Set<Problem> CURED_BY_SIGN_IN =
      Set.of(
          Problem.NOT_SIGNED_IN,
          Problem.TOKENS_DAMAGED,
          Problem.SIGN_IN_MISMATCH,
          Problem.INVALID_GRANT);

  private static final Hint SIGN_IN = c -> "Sign in at a terminal: " + c.login();

  private static final Hint ALLOW_IT =
      c ->
          "Nothing was stored. To allow it, run: %s\n".formatted(c.login())
              + "While the consent screen is in \"Testing\", only its test users can allow it:"
              + " https://console.cloud.google.com/auth/audience";

  private SignInProblems() {}

  public static CliException notSignedIn(Path tokenFile) {
    return new CliException(Problem.NOT_SIGNED_IN, "not signed in yet", tokenFile, SIGN_IN);
  }

  public static CliException damaged(Path tokenFile) {
    return new CliException(
        Problem.TOKENS_DAMAGED, "the token file is damaged", tokenFile, SIGN_IN);
  }

  public static CliException otherClient(Path clientFile, Path tokenFile) {
    String what = "the stored sign-in belongs to another OAuth client than " + clientFile;
    return new CliException(Problem.SIGN_IN_MISMATCH, what, tokenFile, SIGN_IN);
  }

  public static CliException otherScope(String stored, String wanted, Path tokenFile) {
    String what = "the stored sign-in is for the scope " + stored + ", not for " + wanted;
    return new CliException(Problem.SIGN_IN_MISMATCH, what, tokenFile, SIGN_IN);
  }

  /** The source is the option or variable that forbids it. */
  public static CliException disabled(String source) {
    String message = "login starts a sign-in, and " + source + " forbids it";
    return new CliException(Problem.SIGN_IN_DISABLED, message, SIGN_IN);
  }

  /** The error is the one that the browser brought instead of a code (RFC 6749, 4.1.2.1). */
  public static CliException refused(String error, String host) {
    return error.equals("access_denied")
        ? new CliException(Problem.SIGN_IN_DENIED, "the sign-in was denied", host, ALLOW_IT)
        : new CliException(Problem.SIGN_IN_FAILED, "the sign-in failed: " + error, host, ALLOW_IT);
  }

  public static CliException timedOut(Duration timeout) {
    String message = "the sign-in was not finished within " + timeout.toSeconds() + " s";
    Hint hint =
        c ->
            "Run it again, with a longer --login-timeout if you need it, or with --no-browser"
                + " if the browser is on another machine: %s\n".formatted(c.login())
                + "In a script, add --no-input so that it never waits.";
    return new CliException(Problem.SIGN_IN_TIMED_OUT, message, hint);
  }

  public static CliException codeRefused(String words, String host) {
    String what = RequestProblems.withWords("the sign-in was not accepted", words);
    Hint hint = c -> "Try it again: " + c.login();
    return new CliException(Problem.SIGN_IN_FAILED, what, host, hint);
  }

  /** For a code that may have been sent, because it must not be sent twice. */
  public static CliException notFinished(CliException cause) {
    String message = "the sign-in could not be finished: " + cause.getMessage();
    Hint hint =
        c -> cause.hint().text(c) + "\nA code is sent only once, so sign in again: " + c.login();
    return new CliException(Problem.SIGN_IN_NOT_FINISHED, message, hint).causedBy(cause);
  }

  public static CliException scopeNotGranted(String scope, boolean isRevoked) {
    Hint hint =
        c -> refusal(isRevoked) + "Tick its box on Google's page and press Continue: " + c.login();
    return new CliException(
        Problem.SCOPE_NOT_GRANTED, "access to labels was not granted", scope, hint);
  }

  public static CliException wrongAccount(String address, String account, boolean isRevoked) {
    String message = "signed in as " + address + ", but the account is " + account;
    Hint hint = c -> refusal(isRevoked) + "Choose the right account in the browser: " + c.login();
    return new CliException(Problem.WRONG_ACCOUNT, message, hint);
  }

  /** For an account that is an address, which must not get the sign-in of somebody else. */
  public static CliException unknownAccount(CliException cause, boolean isRevoked) {
    boolean isUndecided = RequestProblems.UNDECIDED.contains(cause.problem());
    Problem problem = isUndecided ? Problem.SIGN_IN_NOT_FINISHED : cause.problem();
    String message = "Gmail did not confirm the address of the account: " + cause.getMessage();
    Hint hint = c -> (refusal(isRevoked) + cause.hint().text(c)).strip();
    return new CliException(problem, message, hint).causedBy(cause);
  }

  /** For a failure after the sign-in, although saving was tried before it. */
  public static CliException notStored(Path file, IOException cause, boolean isRevoked) {
    String what = "cannot store the sign-in (%s: %s)".formatted(file, IoReason.of(cause));
    Hint hint = c -> refusal(isRevoked) + "Correct that, then run: " + c.login();
    return new CliException(Problem.TOKENS_NOT_STORED, what, hint).causedBy(cause);
  }

  /** What happened to a grant that this program refuses. */
  private static String refusal(boolean isRevoked) {
    return isRevoked
        ? "Nothing was stored, and the access was revoked at Google, which also ends other sign-ins"
            + " to that account with this OAuth client.\n"
        : "Nothing was stored, but the access was not revoked at Google. Remove it at"
            + " https://myaccount.google.com/connections\n";
  }

  /** The words are empty if there was no refresh token to send. */
  public static CliException ended(String words, String host) {
    String what =
        RequestProblems.withWords("the sign-in has ended; it was revoked or has expired", words);
    Hint hint =
        c ->
            "This happens when access was removed at https://myaccount.google.com/connections,"
                + " after a change of the password, after six months without use, and every 7 days"
                + " while the consent screen is in \"Testing\".\n"
                + "To end the 7 days, complete the Branding page"
                + " (https://console.cloud.google.com/auth/branding), then publish the app"
                + " (https://console.cloud.google.com/auth/audience); a Google Workspace"
                + " organization can choose \"Internal\" there.\n"
                + "Sign in again at a terminal"
                + c.signIn();
    return new CliException(Problem.INVALID_GRANT, what, host, hint);
  }

  public static CliException sessionEnded(String words, String host) {
    String what =
        RequestProblems.withWords("your organization's session length ended the sign-in", words);
    Hint hint =
        c ->
            "This will happen again, unless an administrator exempts this app under \"Google Cloud"
                + " session control\" in the Admin console.\n"
                + "Sign in again at a terminal"
                + c.signIn();
    return new CliException(Problem.INVALID_GRANT, what, host, hint);
  }

  public static CliException forbiddenByPolicy(String words, String host) {
    String what = RequestProblems.withWords("a policy forbids the sign-in", words);
    Hint hint =
        c ->
            "Advanced Protection, or the administrator of your organization, blocks this app: ask"
                + " them to allow the OAuth client"
                + (c.signInFile().isPresent()
                    ? "."
                    : ", or try a scope that asks for less: " + c.login() + " --scope=labels");
    return new CliException(Problem.SIGN_IN_DENIED, what, host, hint);
  }

  public static CliException accessTokenRefused(String words, String host) {
    String what =
        RequestProblems.withWords(
            "Gmail does not accept the sign-in, not even with a new access token", words);
    Hint hint = c -> "Sign in again" + c.signIn();
    return new CliException(Problem.ACCESS_TOKEN_REFUSED, what, host, hint);
  }

  public static CliException environmentTokenRefused(String words, String host) {
    String what =
        RequestProblems.withWords(
            "Gmail does not accept the access token in GMAIL_LABELS_ACCESS_TOKEN", words);
    Hint hint =
        c -> "It has expired, or is wrong: set a new one, or unset the variable to use a sign-in.";
    return new CliException(Problem.ENVIRONMENT_TOKEN_REFUSED, what, host, hint);
  }

  /** For a logout that deleted the file although the revocation failed. */
  public static CliException notRevoked(Path deleted, CliException cause) {
    boolean isDamaged = cause.problem() == Problem.TOKENS_DAMAGED;
    String reason = isDamaged ? "the token file was damaged" : cause.getMessage();
    Problem problem =
        RequestProblems.UNDECIDED.contains(cause.problem())
            ? Problem.REVOCATION_UNAVAILABLE
            : Problem.REVOCATION_FAILED;
    String what = "signed out here, but the access was not revoked at Google: " + reason;
    Hint hint =
        c ->
            "The file is deleted. Remove the access yourself:"
                + " https://myaccount.google.com/connections";
    return new CliException(problem, what, deleted, hint).causedBy(cause);
  }
}
