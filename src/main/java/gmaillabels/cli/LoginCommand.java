package gmaillabels.cli;

import gmaillabels.error.SignInProblems;

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
