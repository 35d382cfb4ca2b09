package gmaillabels.cli;

import gmaillabels.auth.AuthorizedUser;
import gmaillabels.auth.Credentials;
import gmaillabels.error.ClientProblems;
import gmaillabels.error.SignInProblems;

final class LoginCommand {
  private final SignInOptions options;
  private final SessionFactory sessions;

  LoginCommand(SignInOptions options, SessionFactory sessions) {
    this.options = options;
    this.sessions = sessions;
  }

  void run() {
    Credentials credentials = sessions.credentials();
    if (credentials instanceof AuthorizedUser user) {
      throw ClientProblems.finishedSignIn(user.client().file());
    }
    if (options.noInput.get()) {
      throw SignInProblems.disabled(options.noInput.source());
    }
    sessions.of(credentials.client()).signIn();
  }
}
