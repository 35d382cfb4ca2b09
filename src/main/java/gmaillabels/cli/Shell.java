package gmaillabels.cli;

/** The shells with a completion script; zsh uses the one for bash. */
enum Shell {
  BASH,
  FISH
}
