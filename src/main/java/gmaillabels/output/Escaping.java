package gmaillabels.output;

/** Whether invisible characters are written as escapes, or as they are. */
public enum Escaping {
  /** For a pipe or a file. */
  NONE,
  /** For a terminal; see {@link TerminalText#escape}. */
  INVISIBLE;

  String apply(String text) {
    return this == NONE ? text : TerminalText.escape(text);
  }
}
