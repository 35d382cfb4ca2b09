package gmaillabels.error;

import java.util.List;

/** The end of a run that did not do what was asked, in words for the user. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final transient List<String> messages;
  // Not serializable, but no exception is ever serialized here.
  private final transient Hint hint;

  CliException(Problem problem, String message, Hint hint) {
    this(problem, List.of(message), hint);
  }

  /** Several messages, of several things that are wrong in the same way. */
  CliException(Problem problem, List<String> messages, Hint hint) {
    super(String.join("; ", messages));
    this.problem = problem;
    this.messages = messages;
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

  public List<String> messages() {
    return messages;
  }

  public ExitCode exitCode() {
    return problem.exitCode();
  }

  public Hint hint() {
    return hint;
  }
}
