package gmaillabels.error;

import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;

/** Every way in which a run can fail. Message and hint stand in {@code messages.properties}. */
public enum Problem {
  DEFECT(ExitCode.UNEXPECTED),
  OUTPUT_NOT_WRITTEN(ExitCode.UNEXPECTED),
  TOKENS_NOT_STORED(ExitCode.UNEXPECTED),
  TOKENS_UNREADABLE(ExitCode.UNEXPECTED),
  TOKENS_NOT_DELETED(ExitCode.UNEXPECTED),
  NOT_REVOKED(ExitCode.UNEXPECTED),
  NOT_REVOKED_NOW(ExitCode.TEMPORARY),
  USAGE(ExitCode.USAGE),
  PATTERN_INVALID(ExitCode.USAGE),
  NO_COMMAND(ExitCode.USAGE),
  PORT_TAKEN(ExitCode.USAGE),
  PROXY_INVALID(ExitCode.USAGE),
  PATH_UNREADABLE(ExitCode.USAGE),
  HOME_UNKNOWN(ExitCode.USAGE),
  CREDENTIALS_MISSING(ExitCode.CREDENTIALS),
  CREDENTIALS_NOT_FOUND(ExitCode.CREDENTIALS),
  CREDENTIALS_UNUSABLE(ExitCode.CREDENTIALS),
  INVALID_CLIENT(ExitCode.CREDENTIALS),
  SIGN_IN_NEEDED(ExitCode.SIGN_IN),
  SIGN_IN_NOT_WANTED(ExitCode.SIGN_IN),
  SIGN_IN_DENIED(ExitCode.SIGN_IN),
  SIGN_IN_FAILED(ExitCode.SIGN_IN),
  SIGN_IN_TIMED_OUT(ExitCode.SIGN_IN),
  SCOPE_NOT_GRANTED(ExitCode.SIGN_IN),
  OTHER_USER(ExitCode.SIGN_IN),
  INVALID_CODE(ExitCode.SIGN_IN),
  INVALID_GRANT(ExitCode.SIGN_IN),
  ACCESS_TOKEN_REFUSED(ExitCode.SIGN_IN),
  ENVIRONMENT_TOKEN_REFUSED(ExitCode.SIGN_IN),
  API_NOT_ENABLED(ExitCode.REFUSED),
  PERMISSION_MISSING(ExitCode.REFUSED),
  QUOTA_EXCEEDED(ExitCode.REFUSED),
  OTHER_REFUSAL(ExitCode.REFUSED),
  NETWORK(ExitCode.TEMPORARY),
  EXCHANGE_BROKEN(ExitCode.TEMPORARY),
  RATE_LIMITED(ExitCode.TEMPORARY),
  RETRIES_EXHAUSTED(ExitCode.TEMPORARY),
  UNEXPECTED_RESPONSE(ExitCode.TEMPORARY);

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

  /** The words of the operating system where it has any, else the name of the exception. */
  public static String reason(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    String words = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    return words == null && MESSAGES.containsKey(name)
        ? MESSAGES.getString(name)
        : Objects.requireNonNullElse(words, name);
  }
}
