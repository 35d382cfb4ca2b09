package gmaillabels.cli;

/** Every option, with the environment variable that stands in for it. */
enum Option {
  FORMAT(
      Group.LISTING,
      "--format",
      "FORMAT",
      null,
      "One of plain (default), table, tree, json, csv.",
      "-f"),
  FIELDS(
      Group.LISTING,
      "--fields",
      "F,...",
      null,
      "What to show, in this order: id name type messagesTotal messagesUnread threadsTotal"
          + " threadsUnread messageListVisibility labelListVisibility color. Default: plain name;"
          + " table and csv id,name,type; json everything known."),
  COUNTS(
      Group.LISTING,
      "--counts",
      null,
      null,
      "Ask for every listed label's message and thread counts, and show them (not in plain)."),
  NULL(
      Group.LISTING,
      "--null",
      null,
      null,
      "Plain only: end each label with a NUL byte instead of a newline.",
      "-0"),
  TYPE(Group.LISTING, "--type", "TYPE", null, "One of all (default), system, user."),
  MATCH(
      Group.LISTING,
      "--match",
      "REGEX",
      null,
      "Only labels whose name contains a match, ignoring case. May be repeated: any match is"
          + " enough."),
  UNREAD(Group.LISTING, "--unread", null, null, "Only labels with unread messages."),
  SORT(
      Group.LISTING,
      "--sort",
      "KEY",
      null,
      "One of gmail (default: Gmail's order), name (the order of LC_ALL=C sort), messages or unread"
          + " (largest first)."),
  CREDENTIALS(
      Group.FILES,
      "--credentials",
      "FILE",
      "GMAIL_LABELS_CREDENTIALS",
      "The OAuth client. Default: credentials.json in the working directory if it is there, else"
          + " in the configuration directory."),
  TOKENS(
      Group.FILES,
      "--tokens",
      "DIR",
      "GMAIL_LABELS_TOKENS",
      "Where sign-ins are kept. Default: tokens in the configuration directory."),
  ACCOUNT(
      Group.FILES,
      "--account",
      "NAME",
      "GMAIL_LABELS_ACCOUNT",
      "Whose sign-in to use, if you have several. Default: default. An address also tells Google"
          + " which account is meant."),
  SCOPE(
      Group.SIGN_IN,
      "--scope",
      "SCOPE",
      "GMAIL_LABELS_SCOPE",
      "The permission to ask for: readonly (default), labels (cannot read mail) or metadata."),
  NO_BROWSER(
      Group.SIGN_IN,
      "--no-browser",
      null,
      null,
      "Open no browser; also take the final address pasted on standard input, for a browser on"
          + " another machine."),
  PORT(
      Group.SIGN_IN,
      "--port",
      "N",
      null,
      "Wait for the browser on this port, for ssh -L. Default: a free one."),
  LOGIN_TIMEOUT(
      Group.SIGN_IN,
      "--login-timeout",
      "SECONDS",
      null,
      "How long to wait for a sign-in. Default: 300."),
  NO_INPUT(
      Group.SIGN_IN,
      "--no-input",
      null,
      "GMAIL_LABELS_NO_INPUT",
      "Never start a sign-in: exit 4 instead."),
  COLOR(
      Group.GENERAL,
      "--color",
      "WHEN",
      null,
      "One of auto (default), always, never: labels' colours in a table. NO_COLOR turns auto off."),
  VERBOSE(
      Group.GENERAL,
      "--verbose",
      null,
      null,
      "Show requests, retries and files on standard error; never a token, code or secret.",
      "-v"),
  HELP(Group.GENERAL, "--help", null, null, "Show this help and exit.", "-h"),
  VERSION(Group.GENERAL, "--version", null, null, "Show the version and exit.", "-V");

  /** The headings under which the help shows the options. */
  enum Group {
    LISTING("Listing:"),
    FILES("Files:"),
    SIGN_IN("Signing in:"),
    GENERAL("General:");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    String heading() {
      return heading;
    }
  }

  private final Group group;
  private final String longName;
  private final String parameter;
  private final String variable;
  private final String description;
  private final String[] names;

  Option(
      Group group,
      String longName,
      String parameter,
      String variable,
      String description,
      String... shortNames) {
    this.group = group;
    this.longName = longName;
    this.parameter = parameter;
    this.variable = variable;
    this.description = description;
    this.names = new String[shortNames.length + 1];
    System.arraycopy(shortNames, 0, names, 0, shortNames.length);
    names[shortNames.length] = longName;
  }

  Group group() {
    return group;
  }

  String longName() {
    return longName;
  }

  String[] names() {
    return names;
  }

  /** Whether it takes no value. */
  boolean isFlag() {
    return parameter == null;
  }

  /** Whether its value names a file or a folder, which the completion script then offers. */
  boolean isFile() {
    return this == CREDENTIALS || this == TOKENS;
  }

  String parameter() {
    return parameter;
  }

  /** The environment variable, or null if there is none. */
  String variable() {
    return variable;
  }

  String description() {
    return variable == null ? description : description + " Environment: " + variable + ".";
  }
}
