package gmaillabels.cli;

import gmaillabels.auth.Sessions;
import java.nio.file.Path;

/** Signs in, whatever is stored. */
record LoginCommand(Sessions sessions, Path tokenFile, Console console) {
  void run() {
    sessions.signIn();
    console.info("Signed in; stored in " + tokenFile);
  }
}
