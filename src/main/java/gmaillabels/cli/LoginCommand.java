package gmaillabels.cli;

import gmaillabels.error.SignInProblems;

/** Signs in, even if a sign-in is stored. */
final class LoginCommand {
  private final SignInOptions options;
  private final SessionFactory sessions;

  LoginCommand(SignInOptions options, SessionFactory sessions) {
    this.options = options;
    this.sessions = sessions;
  }

  void run() {
    if (options.noInput.get()) {
      throw SignInProblems.disabled(options.noInput.source());
    }
    sessions.signIn();
  }
}
