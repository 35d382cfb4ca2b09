package gmaillabels.output;

/** Whether invisible characters are written as escapes, or as they are. */
public enum Escaping {
  NONE,
  INVISIBLE;

  String apply(String text) {
    return this == NONE ? text : TerminalText.escape(text);
  }
}
