package gmaillabels.cli;

/** Signs in, even if a sign-in is stored. */
final class LoginCommand {
  private final SessionFactory sessions;

  LoginCommand(SessionFactory sessions) {
    this.sessions = sessions;
  }

  void run() {
    sessions.signIn();
  }
}
