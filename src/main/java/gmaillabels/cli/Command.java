package gmaillabels.cli;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the program can do; without a word on the command line it lists. */
enum Command {
  LIST("--.*"),
  LOGIN("--(credentials|tokens|account|scope|no-browser|port|login-timeout|verbose|help)"),
  LOGOUT("--(tokens|account|verbose|help)"),
  STATUS("--(credentials|tokens|account|scope|help)"),
  ACCOUNTS("--(tokens|help)"),
  GENERATE_COMPLETION("--help"),
  HELP("--help");

  private final Pattern options;

  Command(String options) {
    this.options = Pattern.compile(options);
  }

  static Optional<Command> of(String word) {
    return Stream.of(values()).filter(command -> command.word().equals(word)).findFirst();
  }

  String word() {
    return Option.word(this);
  }

  boolean uses(String option) {
    return options.matcher(option).matches();
  }
}
