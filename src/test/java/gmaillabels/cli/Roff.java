package gmaillabels.cli;

/**
 * Text in the input language of man(7): pure ASCII, and nothing in a text is taken for a request.
 */
final class Roff {
  private static final int WIDTH = 76;

  private final StringBuilder page = new StringBuilder();

  /** A line that is not shown. */
  Roff comment(String text) {
    page.append(".\\\" ").append(text).append('\n');
    return this;
  }

  /** A request: it takes its arguments as they stand. */
  Roff request(String words) {
    page.append('.').append(words).append('\n');
    return this;
  }

  /** A macro with its arguments, which already are roff. */
  Roff macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(argument).append('"');
    }
    page.append('\n');
    return this;
  }

  /** Filled text: a line of input for every sentence, as roff wants it to space them. */
  Roff text(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      String escaped = escape(word);
      if (line.length() + 1 + escaped.length() > WIDTH) {
        line(line);
      }
      line.append(line.isEmpty() ? "" : " ").append(escaped);
      if (word.endsWith(".")) {
        line(line);
      }
    }
    line(line);
    return this;
  }

  /** One line of input that already is roff. */
  Roff raw(String line) {
    page.append(guard(line)).append('\n');
    return this;
  }

  private void line(StringBuilder line) {
    if (!line.isEmpty()) {
      raw(line.toString());
      line.setLength(0);
    }
  }

  /** The text in bold: to be typed as it stands. */
  static String bold(String text) {
    return "\\fB" + escape(text) + "\\fR";
  }

  /** The text in italics: to be replaced. */
  static String italic(String text) {
    return "\\fI" + escape(text) + "\\fR";
  }

  /**
   * The text with every character that means something to roff, or that a terminal would show as
   * its typographic cousin, spelt out: whoever copies an option from the page gets an option.
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '"' -> escaped.append("\\(dq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> {
                  if (c < 0x80) {
                    escaped.appendCodePoint(c);
                  } else {
                    escaped.append("\\[u%04X]".formatted(c));
                  }
                }
              }
            });
    return escaped.toString();
  }

  /** A line of text that begins like a request is kept from being one. */
  private static String guard(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
