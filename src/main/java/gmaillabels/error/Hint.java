package gmaillabels.error;

import java.nio.file.Path;
import java.util.Optional;

/** What the user can do next; empty where there is nothing to say. */
public interface Hint {
  String text(Commands commands);

  /**
   * What this user has to type to start the program, and to sign in with the same options; whether
   * GMAIL_LABELS_ACCESS_TOKEN stands in for a sign-in, or a file that another program has made.
   */
  record Commands(String program, String login, boolean hasAccessToken, Optional<Path> signInFile) {

    /** Ends a sentence such as "Sign in again": with what the user does that. */
    String signIn() {
      return signInFile
          .map(file -> ", using the program that made " + file + ".")
          .orElse(": " + login);
    }
  }
}
