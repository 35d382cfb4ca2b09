package gmaillabels.cli;

import static java.time.temporal.ChronoUnit.SECONDS;

import gmaillabels.auth.AuthorizedUser;
import gmaillabels.auth.ClientSecrets;
import gmaillabels.auth.Credentials;
import gmaillabels.auth.Scope;
import gmaillabels.auth.Sessions;
import gmaillabels.auth.StoredSignIn;
import gmaillabels.auth.TokenFile;
import gmaillabels.error.CliException;
import gmaillabels.error.SignInProblems;
import gmaillabels.output.TerminalText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Prints the files and the state of the sign-in, without a request. */
final class StatusCommand {
  private final FileOptions files;
  private final Optional<Scope> scope;
  private final InstantSource clock;
  private final Console console;

  StatusCommand(FileOptions files, Optional<Scope> scope, InstantSource clock, Console console) {
    this.files = files;
    this.scope = scope;
    this.clock = clock;
    this.console = console;
  }

  void run() {
    TokenFile tokenFile = files.tokenFile();
    Path credentials = files.credentials();
    show("client file: " + credentials);
    if (AuthorizedUser.isIn(credentials)) {
      Credentials.read(credentials);
      show("signed in:   yes; this file is a sign-in of another program");
      return;
    }
    show("token file:  " + tokenFile.path());
    show("account:     " + files.account.get().name());
    StoredSignIn signIn;
    try {
      signIn = tokenFile.require();
      if (Files.exists(credentials)) {
        ClientSecrets client = Credentials.read(credentials).client();
        signIn.requireMatch(client, scope, tokenFile.path());
      }
      if (Sessions.expiresSoon(signIn, clock) && signIn.tokens().refreshToken().isEmpty()) {
        throw SignInProblems.ended("", signIn.tokenUri().host());
      }
    } catch (CliException e) {
      showScope(scope.orElse(Scope.READONLY).url());
      show("signed in:   no");
      throw e;
    }
    signIn.address().ifPresent(address -> show("address:     " + address));
    showScope(signIn.scope());
    show(
        Sessions.expiresSoon(signIn, clock)
            ? "signed in:   yes; the next run fetches a new access token"
            : "signed in:   yes; the access token is good until "
                + signIn.tokens().expiry().truncatedTo(SECONDS));
  }

  private void showScope(String url) {
    String word = Scope.of(url).map(known -> known + " ").orElse("");
    show("scope:       %s(%s)".formatted(word, url));
  }

  private void show(String line) {
    console.print(out -> out.append(TerminalText.escape(line)).append('\n'));
  }
}
