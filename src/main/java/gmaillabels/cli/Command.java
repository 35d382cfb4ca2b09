package gmaillabels.cli;

import java.util.Locale;

/** What the program can be told to do; without a word it lists. */
enum Command {
  LIST("Prints the names of your Gmail labels."),
  LOGIN("Signs in, even if a sign-in is cached."),
  LOGOUT("Revokes the sign-in at Google and deletes it here."),
  STATUS("Says which files, account and scope are in use, and whether you are signed in."),
  GENERATE_COMPLETION("Prints a completion script for bash and zsh."),
  HELP("Explains the program, or one of its commands.");

  private final String description;

  Command(String description) {
    this.description = description;
  }

  boolean isSubcommand() {
    return this != LIST;
  }

  /** The word on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String description() {
    return description;
  }
}
