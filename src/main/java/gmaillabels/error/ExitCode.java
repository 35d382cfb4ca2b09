package gmaillabels.error;

/** The exit codes of the program; scripts rely on them. */
public enum ExitCode {
  DONE(0),
  UNEXPECTED(1),
  USAGE(2),
  CREDENTIALS(3),
  SIGN_IN(4),
  REFUSED(5),
  TEMPORARY(6);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
