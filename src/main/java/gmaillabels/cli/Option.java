package gmaillabels.cli;

import gmaillabels.auth.Scope;
import gmaillabels.label.LabelField;
import gmaillabels.label.SortKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An option.
 *
 * @param label what stands for its value in the help; empty for a flag
 * @param variable the environment variable that stands in for it; empty if there is none
 */
record Option<T>(Class<T> type, String label, String variable, String... names) {
  static final Option<Format> FORMAT = new Option<>(Format.class, "FORMAT", "", "--format", "-f");
  static final Option<Fields> FIELDS = new Option<>(Fields.class, "F,...", "", "--fields");
  static final Option<Boolean> COUNTS = flag("--counts");
  static final Option<Boolean> NULL = flag("--null", "-0");
  static final Option<Type> TYPE = new Option<>(Type.class, "TYPE", "", "--type", "-t");
  static final Option<Pattern[]> MATCH =
      new Option<>(Pattern[].class, "REGEX", "", "--match", "-m");
  static final Option<Boolean> UNREAD = flag("--unread");
  static final Option<SortKey> SORT = new Option<>(SortKey.class, "KEY", "", "--sort", "-s");
  static final Option<When> COLOR = new Option<>(When.class, "WHEN", "", "--color");
  static final Option<Path> CREDENTIALS =
      new Option<>(Path.class, "FILE", "GMAIL_LABELS_CREDENTIALS", "--credentials");
  static final Option<Path> TOKENS =
      new Option<>(Path.class, "DIR", "GMAIL_LABELS_TOKENS", "--tokens");
  static final Option<String> ACCOUNT =
      new Option<>(String.class, "NAME", "GMAIL_LABELS_ACCOUNT", "--account", "-a");
  static final Option<Scope> SCOPE =
      new Option<>(Scope.class, "SCOPE", "GMAIL_LABELS_SCOPE", "--scope");
  static final Option<Boolean> NO_BROWSER = flag("--no-browser");
  static final Option<Integer> PORT = new Option<>(Integer.class, "N", "", "--port");
  static final Option<Integer> LOGIN_TIMEOUT =
      new Option<>(Integer.class, "SECONDS", "", "--login-timeout");
  static final Option<Boolean> NO_INPUT =
      new Option<>(Boolean.class, "", "GMAIL_LABELS_NO_INPUT", "--no-input");
  static final Option<Boolean> VERBOSE = flag("--verbose", "-v");
  static final Option<Boolean> HELP = flag("--help", "-h");
  static final Option<Boolean> VERSION = flag("--version", "-V");

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

  record Fields(List<LabelField> list) {}

  private static Option<Boolean> flag(String... names) {
    return new Option<>(Boolean.class, "", "", names);
  }

  String name() {
    return names[0];
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
}
