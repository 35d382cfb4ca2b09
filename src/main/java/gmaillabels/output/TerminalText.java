package gmaillabels.output;

import static java.util.stream.Collectors.joining;

import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/**
 * What others wrote, on a terminal: how it may be shown and how wide it is. Emoji are described
 * here, because JDK 17 has no property for them, and its grapheme clusters, which JLine builds on,
 * are not those of later JDKs.
 */
public final class TerminalText {
  /** The blocks of pictures; of those below U+1F000, the parts that have emoji. */
  private static final String PICTURE =
      "[©®‼⁉™ℹ↔-↪⌚-⌨⏏-⏺Ⓜ▪-◾☀-➿⤴⤵⬅-⭕〰〽㊗㊙\\x{1f000}-\\x{1faff}"
          + "&&[^\\x{1f1e6}-\\x{1f1ff}\\x{1f3fb}-\\x{1f3ff}]]";

  /** A skin colour, or the selector of the picture instead of the character. */
  private static final String MODIFIER = "[\\x{1f3fb}-\\x{1f3ff}\\ufe0f]";

  /**
   * What takes two columns whatever its parts take: keycaps, sequences of pictures, flags (Unicode
   * Technical Standard 51, 1.4.9), and pictures that JLine counts as nothing or does not know yet.
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
   * The non-joiner between two Arabic letters, and joiners beside a virama: there they change the
   * shape of letters (after RFC 5892, appendix A, and Unicode Standard Annex 31, section 2.3).
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
   * The text as a terminal may show it: what would steer the terminal, turn the text around or not
   * be seen is escaped as in JSON. Emoji, and words that need a joiner, stay as they are.
   */
  public static String escape(String text) {
    return SHOWN_OR_INVISIBLE
        .matcher(text)
        .replaceAll(match -> match.group(1) == null ? match.group() : escapes(match.group()));
  }

  /** The same of halves of surrogate pairs alone, which cannot be written in UTF-8. */
  static String escapeHalves(String text) {
    return HALF.matcher(text).replaceAll(half -> escapes(half.group()));
  }

  /** As a replacement, in which a backslash stands for the next character. */
  private static String escapes(String text) {
    return text.chars().mapToObj("\\\\u%04x"::formatted).collect(joining());
  }

  /** How many columns of a terminal the text takes. */
  public static int width(String text) {
    return WIDE.matcher(text)
        // A space of two columns.
        .replaceAll("\u3000")
        .codePoints()
        // JLine has -1 for controls.
        .map(codePoint -> Math.max(WCWidth.wcwidth(codePoint), 0))
        .sum();
  }
}
