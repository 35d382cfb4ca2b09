package gmaillabels.error;

/** The end of a run that did not do what was asked; see {@link Problem}. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String hint;

  CliException(ExitCode exitCode, String what, String hint, Throwable cause) {
    super(what, cause);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** What the user can do about it; empty where there is nothing to say. */
  public String hint() {
    return hint;
  }
}
