package gmaillabels.error;

import java.util.List;

/** A failure to report to the user, with a hint at what to do next. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  // Transient only for the compiler: nothing serializes this exception.
  private final transient List<String> messages;
  private final transient Hint hint;

  CliException(Problem problem, String message, Hint hint) {
    this(problem, List.of(message), hint);
  }

  /** For several failures with the same problem; each message gets a line of its own. */
  CliException(Problem problem, List<String> messages, Hint hint) {
    super(String.join("; ", messages));
    this.problem = problem;
    this.messages = messages;
    this.hint = hint;
  }

  /** Adds the place, a file or a host, to the message. */
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
