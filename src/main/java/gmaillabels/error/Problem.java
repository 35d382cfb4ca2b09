package gmaillabels.error;

import static gmaillabels.error.ExitCode.CREDENTIALS;
import static gmaillabels.error.ExitCode.REFUSED;
import static gmaillabels.error.ExitCode.SIGN_IN;
import static gmaillabels.error.ExitCode.TEMPORARY;
import static gmaillabels.error.ExitCode.UNEXPECTED;

/**
 * Every way in which a run can fail: its exit code, what happened and where, and what to do next. A
 * command in a hint is written {@code gmail-labels COMMAND}; the console knows how the program was
 * called.
 */
public enum Problem {
  DEFECT(
      UNEXPECTED,
      "something unexpected happened (%s)",
      "Run it again with --verbose to see where."),
  OUTPUT_NOT_WRITTEN(
      UNEXPECTED,
      "cannot write the output (standard output: %s)",
      "The labels that were printed are not complete; do not use them."),
  TOKENS_NOT_STORED(
      UNEXPECTED,
      "cannot store the sign-in (%s: %s)",
      "Correct that, or choose another folder with --tokens=DIR, then run: gmail-labels login"),
  TOKENS_UNREADABLE(
      UNEXPECTED,
      "cannot read the token file (%s: %s)",
      "Make it readable for you, or choose another folder with --tokens=DIR."),
  TOKENS_NOT_DELETED(
      UNEXPECTED,
      "cannot delete the token file (%s: %s)",
      "It still holds your sign-in: delete it yourself."),
  NOT_REVOKED(
      UNEXPECTED,
      "signed out here, but the access was not revoked at Google: %s (%s)",
      "The file is deleted. Remove the access yourself: https://myaccount.google.com/connections"),
  NOT_REVOKED_NOW(TEMPORARY, NOT_REVOKED.what, NOT_REVOKED.hint),

  USAGE(ExitCode.USAGE, "%s", "See: gmail-labels --help"),
  PATTERN_INVALID(
      ExitCode.USAGE,
      "--match is not a regular expression: %s",
      "  %2$s\n  %3$s^\nSee: gmail-labels --help"),
  NO_COMMAND(
      ExitCode.USAGE,
      "there is no command '%s'%s",
      "To list the labels whose name contains it: gmail-labels --match=%3$s\nSee: gmail-labels --help"),
  PORT_TAKEN(
      ExitCode.USAGE,
      "port %d cannot be used: another program has it, or you may not (127.0.0.1)",
      "Choose another --port, or leave it out to let the program choose."),
  /** The value of the variable is not shown, because it may hold a password. */
  PROXY_INVALID(
      ExitCode.USAGE,
      "%s is not the address of an HTTP proxy",
      "Write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT."),

  CREDENTIALS_MISSING(
      CREDENTIALS,
      "no OAuth client file (%s)",
      """
      This file tells Google which program is asking. You make it once, free of charge:
        1. Create a project:      https://console.cloud.google.com/projectcreate
        2. Enable the Gmail API:  https://console.cloud.google.com/apis/library/gmail.googleapis.com
        3. Set up the consent screen, and add your address as a test user:
                                  https://console.cloud.google.com/auth/overview
        4. Create a client of the type "Desktop app" and download its JSON:
                                  https://console.cloud.google.com/auth/clients
        5. Save it under the name above.
      Then run: gmail-labels login"""),
  CREDENTIALS_NOT_FOUND(
      CREDENTIALS,
      "there is no such OAuth client file (%s)",
      "Correct --credentials or GMAIL_LABELS_CREDENTIALS."),
  CREDENTIALS_UNUSABLE(
      CREDENTIALS,
      "%s (%s)",
      """
      Download the JSON of a client of the type "Desktop app" from \
      https://console.cloud.google.com/auth/clients and save it there."""),
  INVALID_CLIENT(
      CREDENTIALS,
      "%s does not accept the OAuth client: it was deleted, or its secret is wrong (%s)",
      """
      Download the client's JSON again from https://console.cloud.google.com/auth/clients, save it \
      there, then run: gmail-labels login"""),

  SIGN_IN_NEEDED(SIGN_IN, "%s (%s)", "Sign in at a terminal: gmail-labels login"),
  SIGN_IN_NOT_WANTED(
      SIGN_IN, "login starts a sign-in, and --no-input forbids it", SIGN_IN_NEEDED.hint),
  SIGN_IN_DENIED(
      SIGN_IN,
      "the sign-in was denied (%s)",
      """
      Nothing was stored. To allow it, run: gmail-labels login
      While the consent screen is in "Testing", only its test users can allow it: \
      https://console.cloud.google.com/auth/audience"""),
  SIGN_IN_FAILED(SIGN_IN, "the sign-in failed: %2$s (%1$s)", SIGN_IN_DENIED.hint),
  SIGN_IN_TIMED_OUT(
      SIGN_IN,
      "nobody finished the sign-in within %d s",
      """
      Run it again, with a longer --login-timeout if you need it, or with --no-browser if the \
      browser is on another machine: gmail-labels login
      In a script, add --no-input so that it never waits."""),
  SCOPE_NOT_GRANTED(
      SIGN_IN,
      "the sign-in came without the permission to see your labels (%s)",
      "Tick its box on Google's page and press Continue: gmail-labels login"),
  OTHER_USER(
      SIGN_IN,
      "signed in as %s, but the account is %s",
      "Nothing was stored. Choose the right account in the browser: gmail-labels login"),
  INVALID_CODE(
      SIGN_IN, "%s did not accept the sign-in (invalid_grant)", "Try it again: gmail-labels login"),
  INVALID_GRANT(
      SIGN_IN,
      "the sign-in has ended: it was revoked or has expired (%s)",
      """
      This happens when access was removed at https://myaccount.google.com/connections, after a \
      change of the password, after six months without use, and every 7 days while the consent \
      screen is in "Testing" (https://console.cloud.google.com/auth/audience).
      Sign in again at a terminal: gmail-labels login"""),
  ACCESS_TOKEN_REFUSED(
      SIGN_IN,
      "Gmail does not accept the sign-in, not even with a new access token (%s)",
      "Sign in again: gmail-labels login"),
  ENVIRONMENT_TOKEN_REFUSED(
      SIGN_IN,
      "Gmail does not accept the access token in GMAIL_LABELS_ACCESS_TOKEN (%s)",
      "It has expired, or is wrong: set a new one, or unset the variable to use a sign-in."),

  API_NOT_ENABLED(
      REFUSED,
      "the Gmail API is not enabled in your Google Cloud project (%s)",
      """
      Enable it, wait a few minutes, and try again: \
      https://console.cloud.google.com/apis/library/gmail.googleapis.com"""),
  PERMISSION_MISSING(
      REFUSED,
      "the sign-in does not include the permission to list labels (%s)",
      "Sign in again and tick every box: gmail-labels login"),
  QUOTA_EXCEEDED(
      REFUSED,
      "the quota of your Google Cloud project is used up (%s)",
      """
      See it at https://console.cloud.google.com/apis/api/gmail.googleapis.com/quotas and try \
      again when it has been renewed."""),
  OTHER_REFUSAL(REFUSED, "refused with status %d: %s (%s)", ""),

  NETWORK(
      TEMPORARY, "%s (%s)", "Check the network and, if you use one, the proxy; then try again."),
  EXCHANGE_BROKEN(
      TEMPORARY,
      "the sign-in could not be finished: %s",
      "Check the network and, if you use one, the proxy; then sign in again: gmail-labels login"),
  RATE_LIMITED(
      TEMPORARY, "too many requests: the rate limit outlasted every try (%s)", "Try again later."),
  RETRIES_EXHAUSTED(
      TEMPORARY,
      "the server failed with status %2$d, also when asked again (%1$s)",
      "Try again later."),
  UNEXPECTED_RESPONSE(
      TEMPORARY,
      "the response is not Google's: %s (%s)",
      """
      A network that wants you to log in, or a proxy, may have answered instead. Open a page in a \
      browser, then try again.""");

  private final ExitCode exitCode;
  private final String what;
  private final String hint;

  Problem(ExitCode exitCode, String what, String hint) {
    this.exitCode = exitCode;
    this.what = what;
    this.hint = hint;
  }

  /** The exception to throw, with values for the placeholders of message and hint. */
  public CliException with(Object... values) {
    return because(null, values);
  }

  public CliException because(Throwable cause, Object... values) {
    return new CliException(exitCode, what.formatted(values), hint.formatted(values), cause);
  }
}
