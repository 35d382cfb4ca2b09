package gmaillabels.error;

/** Tells the user what happens during a run. */
public interface Reporter {
  /** Text of this program's own, in as many lines as it has. */
  void info(String text);

  void warn(String text);

  /** A line for a user at a terminal. */
  void notice(String text);

  /** A line for a terminal, which the next one replaces. */
  void progress(String text);

  /** A line for {@code --verbose}. */
  void verbose(String text);
}
