package gmaillabels.error;

/** Tells the user what happens during a run; every text is shown on one line. */
public interface Reporter {
  void info(String text);

  void warn(String text);

  /** A line for a user at a terminal. */
  void notice(String text);

  /** A line for a terminal, which the next one replaces. */
  void progress(String text);

  /** A line for {@code --verbose}. */
  void verbose(String text);
}
