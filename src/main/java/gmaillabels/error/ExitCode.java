package gmaillabels.error;

/** The exit codes of the program; scripts rely on them. */
public enum ExitCode {
  DONE(0, "done, also when there are no labels"),
  UNEXPECTED(1, "something unexpected, or the output could not be written"),
  USAGE(2, "wrong usage"),
  CREDENTIALS(3, "credentials file missing, unreadable or not of a desktop app"),
  SIGN_IN(4, "sign-in needed but not possible, denied, timed out or revoked"),
  REFUSED(5, "Gmail refused: API not enabled, missing permission, quota"),
  TEMPORARY(6, "temporary: network, proxy, TLS, overload; trying later can help"),
  NOT_FOUND(7, "a label that --name or --id asks for does not exist"),
  /** Java itself exits with it after Ctrl-C. */
  INTERRUPTED(130, "interrupted");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }
}
