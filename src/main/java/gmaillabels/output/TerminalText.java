package gmaillabels.output;

import static java.util.stream.Collectors.joining;

import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/**
 * Shows text from servers and files on a terminal, and measures its width. Emoji are described
 * here, because JDK 17 has no property for them, and its grapheme clusters, which JLine uses,
 * differ from those of later JDKs.
 */
public final class TerminalText {
  /** The blocks of pictographs; below U+1F000 only the ranges with emoji. */
  private static final String PICTURE =
      "[©®‼⁉™ℹ↔-↪⌚-⌨⏏-⏺Ⓜ▪-◾☀-➿⤴⤵⬅-⭕〰〽㊗㊙\\x{1f000}-\\x{1faff}"
          + "&&[^\\x{1f1e6}-\\x{1f1ff}\\x{1f3fb}-\\x{1f3ff}]]";

  /** A skin color, or the selector for the emoji form of a character. */
  private static final String MODIFIER = "[\\x{1f3fb}-\\x{1f3ff}\\ufe0f]";

  /**
   * Sequences that take two columns as a whole: keycaps, joined pictographs and flags (Unicode
   * Technical Standard 51, 1.4.9), and pictographs for which JLine has a wrong width.
   */
  private static final String EMOJI =
      "[0-9#*]\\ufe0f\\u20e3"
          + "|PICTURE(?:MODIFIER?(?:\\u200dPICTUREMODIFIER?)++|MODIFIER)"
              .replace("PICTURE", PICTURE)
              .replace("MODIFIER", MODIFIER)
          + "|[\\x{1f1e6}-\\x{1f1ff}]{1,2}"
          + "|\\x{1f3f4}[\\x{e0030}-\\x{e0039}\\x{e0061}-\\x{e007a}]{3,6}\\x{e007f}"
          + "|[\\x{1f3fb}-\\x{1f3ff}\\x{1f6d8}\\x{1f6d9}\\x{1fa70}-\\x{1faff}]";

  /**
   * The non-joiner between two Arabic letters, and joiners beside a virama: there they change how
   * letters look (RFC 5892, appendix A, and Unicode Standard Annex 31, section 2.3).
   */
  private static final String JOINER =
      "(?<=[\\u0620-\\u06ff&&[\\p{L}\\p{M}]])\\u200c(?=[\\u0620-\\u06ff&&\\p{L}])"
          + "|(?<=VIRAMA)(?:\\u200d|\\u200c(?=\\p{L}))|(?<=[\\u0900-\\u0dff])\\u200d(?=VIRAMA)"
              .replace(
                  "VIRAMA",
                  "[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca]");

  /** Control, format and default-ignorable characters, line separators, lone surrogates. */
  private static final String INVISIBLE =
      "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2065"
          + "\\u3164\\ufe00-\\ufe0f\\uffa0\\ufff0-\\ufff8\\x{e0000}-\\x{e0fff}]";

  private static final Pattern HALF = Pattern.compile("\\p{Cs}");
  private static final Pattern WIDE = Pattern.compile(EMOJI);
  private static final Pattern SHOWN_OR_INVISIBLE =
      Pattern.compile(EMOJI + "|" + JOINER + "|(" + INVISIBLE + ")");

  private TerminalText() {}

  /**
   * Escapes, as JSON does, characters that control the terminal, change the direction of the text
   * or are invisible, but not those inside an emoji or a word that needs a joiner.
   */
  public static String escape(String text) {
    return SHOWN_OR_INVISIBLE
        .matcher(text)
        .replaceAll(match -> match.group(1) == null ? match.group() : escapes(match.group()));
  }

  /** Escapes only halves of surrogate pairs, which UTF-8 cannot represent. */
  static String escapeHalves(String text) {
    return HALF.matcher(text).replaceAll(half -> escapes(half.group()));
  }

  /** The escapes as a replacement string, in which a backslash is written twice. */
  private static String escapes(String text) {
    return text.chars().mapToObj("\\\\u%04x"::formatted).collect(joining());
  }

  /** The number of columns that the text takes on a terminal. */
  public static int width(String text) {
    return WIDE.matcher(text)
        // An ideographic space takes two columns, like these sequences.
        .replaceAll("\u3000")
        .codePoints()
        // JLine returns -1 for control characters.
        .map(codePoint -> Math.max(WCWidth.wcwidth(codePoint), 0))
        .sum();
  }
}
