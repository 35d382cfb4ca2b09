package gmaillabels.cli;

import static com.google.api.client.util.Preconditions.checkArgument;

import gmaillabels.auth.Scope;
import gmaillabels.error.UsageProblems;
import gmaillabels.http.SecureUri;
import gmaillabels.label.LabelField;
import gmaillabels.label.SortKey;
import gmaillabels.output.TerminalText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * An option. The label stands for its value in the help, the variable is the environment's; either
 * may be empty. Without a name it is a variable that no option stands in for, or a word behind a
 * command.
 */
record Option<T>(Class<T> type, String label, String variable, String name, String... shortNames) {
  static final Option<Format> FORMAT = of(Format.class, "FORMAT", "", "--format", "-f");
  static final Option<Fields> FIELDS = of(Fields.class, "F,...", "", "--fields");
  static final Option<Boolean> COUNTS = of(Boolean.class, "", "", "--counts");
  static final Option<Boolean> NULL = of(Boolean.class, "", "", "--null", "-0");
  static final Option<Type> TYPE = of(Type.class, "TYPE", "", "--type", "-t");
  static final Option<Pattern[]> MATCH = of(Pattern[].class, "REGEX", "", "--match", "-m");
  static final Option<Boolean> UNREAD = of(Boolean.class, "", "", "--unread");
  static final Option<SortKey> SORT = of(SortKey.class, "KEY", "", "--sort", "-s");
  static final Option<When> COLOR = of(When.class, "WHEN", "", "--color");
  static final Option<Path> CREDENTIALS =
      of(Path.class, "FILE", "GMAIL_LABELS_CREDENTIALS", "--credentials");
  static final Option<Path> TOKENS = of(Path.class, "DIR", "GMAIL_LABELS_TOKENS", "--tokens");
  static final Option<String> ACCOUNT =
      of(String.class, "NAME", "GMAIL_LABELS_ACCOUNT", "--account", "-a");
  static final Option<Scope> SCOPE = of(Scope.class, "SCOPE", "GMAIL_LABELS_SCOPE", "--scope");
  static final Option<Boolean> NO_BROWSER = of(Boolean.class, "", "", "--no-browser");
  static final Option<Integer> PORT = of(Integer.class, "N", "", "--port");
  static final Option<Integer> LOGIN_TIMEOUT = of(Integer.class, "SECONDS", "", "--login-timeout");
  static final Option<Boolean> NO_INPUT =
      of(Boolean.class, "", "GMAIL_LABELS_NO_INPUT", "--no-input");
  static final Option<SecureUri> API = of(SecureUri.class, "", "GMAIL_LABELS_API_URL", "");
  static final Option<Shell> SHELL = of(Shell.class, "SHELL", "", "");
  static final Option<Boolean> VERBOSE = of(Boolean.class, "", "", "--verbose", "-v");
  static final Option<Boolean> HELP = of(Boolean.class, "", "", "--help", "-h");
  static final Option<Boolean> VERSION = of(Boolean.class, "", "", "--version", "-V");

  /** What a sign-in for the same files and account needs again. */
  static final List<Option<?>> OF_LOGIN =
      List.of(CREDENTIALS, TOKENS, ACCOUNT, SCOPE, PORT, NO_BROWSER);

  /** The headings of the help, and what stands under them. */
  enum Group {
    LISTING(FORMAT, FIELDS, COUNTS, NULL, TYPE, MATCH, UNREAD, SORT, COLOR),
    FILES(CREDENTIALS, TOKENS, ACCOUNT),
    SIGN_IN(SCOPE, NO_BROWSER, PORT, LOGIN_TIMEOUT, NO_INPUT),
    GENERAL(VERBOSE, HELP, VERSION);

    final List<Option<?>> options;

    Group(Option<?>... options) {
      this.options = List.of(options);
    }
  }

  enum Format {
    PLAIN,
    TABLE,
    TREE,
    JSON,
    CSV
  }

  enum Type {
    ALL,
    SYSTEM,
    USER
  }

  enum When {
    AUTO,
    ALWAYS,
    NEVER
  }

  enum Shell {
    BASH,
    FISH
  }

  record Fields(List<LabelField> list) {}

  private static <T> Option<T> of(
      Class<T> type, String label, String variable, String name, String... shortNames) {
    return new Option<>(type, label, variable, name, shortNames);
  }

  /** The words to choose from; empty if it takes others too. */
  List<String> words() {
    if (type == Fields.class) {
      return Stream.of(LabelField.values()).map(LabelField::gmailName).toList();
    }
    return type.isEnum()
        ? Stream.of(type.getEnumConstants()).map(constant -> word((Enum<?>) constant)).toList()
        : List.of();
  }

  /** A constant as it is written on the command line. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The value that a text stands for; an error is reported under the name of the text's source. */
  Object convert(String source, String text) {
    try {
      checkArgument(!text.isEmpty(), "needs a value");
      if (type == Path.class) {
        return Environment.path(source, text);
      }
      if (this == ACCOUNT) {
        // The name of a file, too.
        Environment.path(source, text);
      }
      return convert(text);
    } catch (IllegalArgumentException e) {
      String value = text.isEmpty() ? "" : ": '%s'".formatted(text);
      throw UsageProblems.invalidOption(source, e.getMessage() + value);
    }
  }

  private Object convert(String text) {
    if (type == Boolean.class) {
      return !text.equals("0");
    }
    if (type == SecureUri.class) {
      return SecureUri.parse(text.endsWith("/") ? text : text + "/");
    }
    if (type == Integer.class) {
      int max = this == PORT ? 65535 : Integer.MAX_VALUE;
      boolean isNumber = text.matches("0*[1-9]\\d{0,9}");
      checkArgument(isNumber && Long.parseLong(text) <= max, "must be from 1 to " + max);
      return Integer.valueOf(text);
    }
    if (type == Pattern[].class) {
      return pattern(text);
    }
    if (type == Fields.class) {
      return new Fields(Stream.of(text.split(",", -1)).map(this::field).toList());
    }
    if (type.isEnum()) {
      List<String> words = words();
      checkArgument(words.contains(text), "must be one of " + String.join(", ", words));
      return type.getEnumConstants()[words.indexOf(text)];
    }
    checkArgument(
        text.matches("[\\p{L}\\p{Nd}._+@-]+"), "may have letters, digits and . _ - + @ only");
    return text;
  }

  private LabelField field(String name) {
    int index = words().indexOf(name.strip());
    if (index < 0) {
      throw UsageProblems.invalidOption(
          "--fields", "has '%s', which is none of %s".formatted(name, String.join(", ", words())));
    }
    return LabelField.values()[index];
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(
          text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    } catch (PatternSyntaxException e) {
      // Some JDKs have no better words for a backslash at the end.
      String what =
          e.getDescription()
              .replace("Unexpected internal error", "nothing follows the last backslash");
      String before = TerminalText.escape(text.substring(0, Math.max(e.getIndex(), 0)));
      throw UsageProblems.invalidPattern(
          what, TerminalText.escape(text), TerminalText.width(before));
    }
  }
}
