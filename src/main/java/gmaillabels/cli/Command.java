package gmaillabels.cli;

/** What the program can do; without a word on the command line it lists. */
enum Command {
  LIST,
  LOGIN,
  LOGOUT,
  STATUS,
  ACCOUNTS,
  GENERATE_COMPLETION,
  HELP
}
