package gmaillabels.cli;

/** What the process's streams lead to; asked only when it matters, because asking costs time. */
public interface StandardStreams {
  /** Whether a person sees standard output at once. */
  boolean outIsTerminal();

  /** Whether a failed write to standard output means that its reader is gone. */
  boolean outIsClosedPipe();

  /** Whether a person sees standard error at once. */
  boolean errIsTerminal();
}
