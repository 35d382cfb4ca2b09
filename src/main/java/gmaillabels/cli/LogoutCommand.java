package gmaillabels.cli;

import gmaillabels.auth.AuthorizedUser;
import gmaillabels.auth.StoredSignIn;
import gmaillabels.auth.TokenEndpoint;
import gmaillabels.auth.TokenFile;
import gmaillabels.error.CliException;
import gmaillabels.error.ClientProblems;
import gmaillabels.error.LocalProblems;
import gmaillabels.error.Problem;
import gmaillabels.error.SignInProblems;
import gmaillabels.http.RetryingTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Revokes the grant at Google, and deletes the stored sign-in even if that fails. */
final class LogoutCommand {
  private final FileOptions files;
  private final TokenFile file;
  private final RetryingTransport transport;
  private final Console console;

  LogoutCommand(FileOptions files, RetryingTransport transport, Console console) {
    this.files = files;
    this.file = files.tokenFile();
    this.transport = transport;
    this.console = console;
  }

  void run() {
    if (files.credentials.isGiven() && AuthorizedUser.isIn(files.credentials())) {
      throw ClientProblems.foreignSignIn(files.credentials());
    }
    Optional<CliException> notRevoked = Optional.empty();
    boolean isRevoked = false;
    try {
      Optional<StoredSignIn> stored = file.load();
      if (stored.isEmpty()) {
        console.info("Not signed in (%s)".formatted(file.path()));
        return;
      }
      isRevoked = TokenEndpoint.revoke(stored.get(), transport);
    } catch (CliException e) {
      if (e.problem() == Problem.TOKENS_NOT_READABLE) {
        throw e;
      }
      notRevoked = Optional.of(e);
    }
    Path deleted = delete(notRevoked);
    if (notRevoked.isPresent()) {
      throw SignInProblems.notRevoked(deleted, notRevoked.get());
    }
    console.info(
        isRevoked
            ? "Signed out: revoked the access at Google and deleted " + deleted
            : "Signed out: deleted %s; its tokens were no longer valid".formatted(deleted));
  }

  private Path delete(Optional<CliException> notRevoked) {
    try {
      return file.delete();
    } catch (IOException e) {
      throw LocalProblems.tokensNotDeleted(file.path(), e, notRevoked);
    }
  }
}
