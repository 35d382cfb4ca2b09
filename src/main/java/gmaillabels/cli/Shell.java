package gmaillabels.cli;

/** The shells that there is a completion script for; zsh takes the one for bash. */
enum Shell {
  BASH,
  FISH
}
