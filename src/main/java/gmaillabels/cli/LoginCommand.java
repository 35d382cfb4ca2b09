package gmaillabels.cli;

/** Signs in, whatever is stored. */
final class LoginCommand {
  private final SessionFactory sessions;

  LoginCommand(SessionFactory sessions) {
    this.sessions = sessions;
  }

  void run() {
    sessions.signIn();
  }
}
