package gmaillabels.error;

/** What the user can do next; empty where there is nothing to say. */
public interface Hint {
  String text(Commands commands);

  /**
   * What this user has to type to start the program, and to sign in with the same options; whether
   * GMAIL_LABELS_ACCESS_TOKEN stands in for a sign-in.
   */
  record Commands(String program, String login, boolean hasAccessToken) {}
}
