package gmaillabels.cli;

import gmaillabels.auth.StoredSignIn;
import gmaillabels.auth.TokenEndpoint;
import gmaillabels.auth.TokenFile;
import gmaillabels.error.CliException;
import gmaillabels.error.SignInProblems;
import gmaillabels.http.RetryingTransport;
import java.util.Optional;

/** Revokes the grant at Google and deletes the stored sign-in, the latter in any case. */
record LogoutCommand(TokenFile file, RetryingTransport transport, Console console) {
  void run() {
    try {
      Optional<StoredSignIn> stored = file.load();
      if (stored.isEmpty()) {
        console.info("Not signed in (%s)".formatted(file.path()));
        return;
      }
      TokenEndpoint.revoke(stored.get(), transport);
    } catch (CliException e) {
      file.delete();
      throw SignInProblems.notRevoked(file.path(), e);
    }
    file.delete();
    console.info("Signed out; deleted " + file.path());
  }
}
