package gmaillabels.error;

/** The end of a run that did not do what was asked, in words for the user. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  // A lambda, which is not serializable; no exception is ever serialized here.
  private final transient Hint hint;

  CliException(Problem problem, String message, Hint hint) {
    super(message);
    this.problem = problem;
    this.hint = hint;
  }

  /** The place is a file or a host. */
  CliException(Problem problem, String what, Object place, Hint hint) {
    this(problem, what + " (" + place + ")", hint);
  }

  CliException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  public Problem problem() {
    return problem;
  }

  public ExitCode exitCode() {
    return problem.exitCode();
  }

  public Hint hint() {
    return hint;
  }
}
