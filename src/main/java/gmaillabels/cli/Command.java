package gmaillabels.cli;

/** The commands, with their descriptions for the help. Without one, the labels are listed. */
enum Command {
  LIST(
      "Prints the names of your Gmail labels. The first run signs you in through the browser; it"
          + " needs credentials.json, the OAuth client of a desktop app, which you download from"
          + " https://console.cloud.google.com/auth/clients"),
  LOGIN("Signs in, even if a sign-in is stored."),
  LOGOUT("Revokes the sign-in at Google and deletes it here."),
  STATUS("Shows which files, account and scope are in use, and whether you are signed in."),
  ACCOUNTS("Prints the names of the accounts that have a stored sign-in."),
  GENERATE_COMPLETION(
      "Prints a completion script for a shell.",
      "Bash and zsh: put this line into ~/.bashrc or ~/.zshrc:",
      "  source <(gmail-labels generate-completion)",
      "Fish: put this line into ~/.config/fish/config.fish:",
      "  gmail-labels generate-completion fish | source"),
  HELP("Shows the help of the program or of a command.");

  /** The paragraphs of the description. */
  final String[] description;

  Command(String... description) {
    this.description = description;
  }

  /** The command as it is written on the command line. */
  String word() {
    return OptionGroup.word(this);
  }
}
