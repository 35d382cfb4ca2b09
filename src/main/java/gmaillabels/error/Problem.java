package gmaillabels.error;

import static gmaillabels.error.ExitCode.CREDENTIALS;
import static gmaillabels.error.ExitCode.REFUSED;
import static gmaillabels.error.ExitCode.SIGN_IN;
import static gmaillabels.error.ExitCode.TEMPORARY;
import static gmaillabels.error.ExitCode.UNEXPECTED;

import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Every way in which a run can fail, with its exit code. What it says to the user stands under its
 * name in {@code messages.properties}.
 */
public enum Problem {
  DEFECT(UNEXPECTED),
  OUTPUT_NOT_WRITTEN(UNEXPECTED),
  TOKENS_NOT_STORED(UNEXPECTED),
  TOKENS_UNREADABLE(UNEXPECTED),
  TOKENS_NOT_DELETED(UNEXPECTED),
  NOT_REVOKED(UNEXPECTED),
  NOT_REVOKED_NOW(TEMPORARY),

  USAGE(ExitCode.USAGE),
  PATTERN_INVALID(ExitCode.USAGE),
  NO_COMMAND(ExitCode.USAGE),
  PORT_TAKEN(ExitCode.USAGE),
  PROXY_INVALID(ExitCode.USAGE),

  CREDENTIALS_MISSING(CREDENTIALS),
  CREDENTIALS_NOT_FOUND(CREDENTIALS),
  CREDENTIALS_UNUSABLE(CREDENTIALS),
  INVALID_CLIENT(CREDENTIALS),

  SIGN_IN_NEEDED(SIGN_IN),
  SIGN_IN_NOT_WANTED(SIGN_IN),
  SIGN_IN_DENIED(SIGN_IN),
  SIGN_IN_FAILED(SIGN_IN),
  SIGN_IN_TIMED_OUT(SIGN_IN),
  SCOPE_NOT_GRANTED(SIGN_IN),
  OTHER_USER(SIGN_IN),
  INVALID_CODE(SIGN_IN),
  INVALID_GRANT(SIGN_IN),
  ACCESS_TOKEN_REFUSED(SIGN_IN),
  ENVIRONMENT_TOKEN_REFUSED(SIGN_IN),

  API_NOT_ENABLED(REFUSED),
  PERMISSION_MISSING(REFUSED),
  QUOTA_EXCEEDED(REFUSED),
  OTHER_REFUSAL(REFUSED),

  NETWORK(TEMPORARY),
  EXCHANGE_BROKEN(TEMPORARY),
  RATE_LIMITED(TEMPORARY),
  RETRIES_EXHAUSTED(TEMPORARY),
  UNEXPECTED_RESPONSE(TEMPORARY);

  private static final ResourceBundle MESSAGES =
      ResourceBundle.getBundle("gmaillabels.error.messages", Locale.ROOT);

  private final ExitCode exitCode;

  Problem(ExitCode exitCode) {
    this.exitCode = exitCode;
  }

  /** The exception to throw, with values for the placeholders of message and hint. */
  public CliException with(Object... values) {
    return because(null, values);
  }

  public CliException because(Throwable cause, Object... values) {
    String what = MESSAGES.getString(name()).formatted(values);
    String hint = MESSAGES.getString(name() + ".hint").formatted(values);
    return new CliException(exitCode, what, hint, cause);
  }
}
