package gmaillabels.error;

/** Tells the user what happens during a run; every text is shown on one line. */
public interface Reporter {
  void info(String text);

  void warn(String text);

  /** Shown only on a terminal. */
  void notice(String text);

  /** Shown only on a terminal, until the next line replaces it. */
  void progress(String text);

  /** Shown only with {@code --verbose}. */
  void verbose(String text);
}
