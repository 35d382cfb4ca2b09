package gmaillabels.cli;

import gmaillabels.auth.Scope;
import gmaillabels.label.LabelField;
import gmaillabels.label.SortKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** An option. Its variable is the environment's, and empty if it has none. */
record Option<T>(String name, Class<T> type, String variable) {
  static final Option<Format> FORMAT = new Option<>("--format", Format.class);
  static final Option<Fields> FIELDS = new Option<>("--fields", Fields.class);
  static final Option<Boolean> COUNTS = new Option<>("--counts", Boolean.class);
  static final Option<Boolean> NULL = new Option<>("--null", Boolean.class);
  static final Option<Type> TYPE = new Option<>("--type", Type.class);
  static final Option<Pattern[]> MATCH = new Option<>("--match", Pattern[].class);
  static final Option<Boolean> UNREAD = new Option<>("--unread", Boolean.class);
  static final Option<SortKey> SORT = new Option<>("--sort", SortKey.class);
  static final Option<When> COLOR = new Option<>("--color", When.class);
  static final Option<Path> CREDENTIALS =
      new Option<>("--credentials", Path.class, "GMAIL_LABELS_CREDENTIALS");
  static final Option<Path> TOKENS = new Option<>("--tokens", Path.class, "GMAIL_LABELS_TOKENS");
  static final Option<String> ACCOUNT =
      new Option<>("--account", String.class, "GMAIL_LABELS_ACCOUNT");
  static final Option<Scope> SCOPE = new Option<>("--scope", Scope.class, "GMAIL_LABELS_SCOPE");
  static final Option<Boolean> NO_BROWSER = new Option<>("--no-browser", Boolean.class);
  static final Option<Integer> PORT = new Option<>("--port", Integer.class);
  static final Option<Integer> LOGIN_TIMEOUT = new Option<>("--login-timeout", Integer.class);
  static final Option<Boolean> NO_INPUT =
      new Option<>("--no-input", Boolean.class, "GMAIL_LABELS_NO_INPUT");
  static final Option<Boolean> VERBOSE = new Option<>("--verbose", Boolean.class);
  static final Option<Boolean> HELP = new Option<>("--help", Boolean.class);
  static final Option<Boolean> VERSION = new Option<>("--version", Boolean.class);

  static final List<Option<?>> WITH_VARIABLE =
      List.of(CREDENTIALS, TOKENS, ACCOUNT, SCOPE, NO_INPUT);

  /** What a sign-in for the same files and account needs again. */
  static final List<Option<?>> OF_LOGIN =
      List.of(CREDENTIALS, TOKENS, ACCOUNT, SCOPE, PORT, NO_BROWSER);

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

  private Option(String name, Class<T> type) {
    this(name, type, "");
  }

  /** A constant as it is written on the command line. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
