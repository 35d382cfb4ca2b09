package gmaillabels.error;

import java.nio.file.Path;
import java.util.Optional;

/** What the user can do next; the text may be empty. */
public interface Hint {
  /** For a response that something between this machine and Google has sent. */
  String OTHER_RESPONDER =
      "A network that wants you to log in, or a proxy, may have responded instead. Open a page in a"
          + " browser, then try again.";

  String text(Commands commands);

  /**
   * The commands that start the program and that sign in with the options of this run; whether
   * GMAIL_LABELS_ACCESS_TOKEN is set; and the file of another program whose sign-in is used.
   */
  record Commands(String program, String login, boolean hasAccessToken, Optional<Path> signInFile) {

    /** How to sign in, as the end of a sentence such as "Sign in again". */
    String signIn() {
      return signInFile
          .map(file -> ", using the program that made " + file + ".")
          .orElse(": " + login);
    }
  }
}
