package gmaillabels.cli;

import gmaillabels.cli.Option.Fields;
import gmaillabels.error.Problem;
import gmaillabels.label.LabelField;
import gmaillabels.output.TerminalText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Makes values of what stands on the command line and in variables. */
final class OptionConverter {
  private OptionConverter() {}

  /** The value of the option; an error in it is reported under the name of the source. */
  static Object convert(Option<?> option, String source, String text) {
    try {
      return convert(option, text);
    } catch (IllegalArgumentException e) {
      String what = e instanceof InvalidPathException ? "is not a path" : e.getMessage();
      String value = text.isEmpty() ? "" : ": '%s'".formatted(text);
      throw Problem.USAGE.with(source + " " + what + value);
    }
  }

  private static Object convert(Option<?> option, String text) {
    require(!text.isEmpty(), "needs a value");
    Class<?> type = option.type();
    List<String> words = option.words();
    if (type == Boolean.class) {
      return !text.equals("0");
    }
    if (type == Path.class) {
      return Path.of(text);
    }
    if (type == Integer.class) {
      int max = option == Option.PORT ? 65535 : Integer.MAX_VALUE;
      boolean isNumber = text.matches("0*[1-9]\\d{0,9}");
      require(isNumber && Long.parseLong(text) <= max, "must be from 1 to " + max);
      return Integer.valueOf(text);
    }
    if (type == Pattern[].class) {
      return pattern(text);
    }
    if (type == Fields.class) {
      return new Fields(Stream.of(text.split(",", -1)).map(name -> field(name, words)).toList());
    }
    if (type.isEnum()) {
      require(words.contains(text), "must be one of " + String.join(", ", words));
      return type.getEnumConstants()[words.indexOf(text)];
    }
    require(text.matches("[\\p{L}\\p{Nd}._+@-]+"), "may have letters, digits and . _ - + @ only");
    return text;
  }

  private static void require(boolean fulfilled, String otherwise) {
    if (!fulfilled) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static LabelField field(String name, List<String> names) {
    int index = names.indexOf(name.strip());
    if (index < 0) {
      throw Problem.USAGE.with(
          "--fields has '%s', which is none of %s".formatted(name, String.join(", ", names)));
    }
    return LabelField.values()[index];
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(
          text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    } catch (PatternSyntaxException e) {
      String what = e.getDescription();
      // Some JDKs have no better words for a backslash at the end.
      what =
          what.equals("Unexpected internal error")
              ? "nothing follows the last backslash"
              : what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1);
      String before = TerminalText.escape(text.substring(0, Math.max(e.getIndex(), 0)));
      throw Problem.PATTERN_INVALID.with(
          what, TerminalText.escape(text), " ".repeat(TerminalText.width(before)));
    }
  }
}
