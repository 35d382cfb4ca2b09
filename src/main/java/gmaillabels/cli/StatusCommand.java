package gmaillabels.cli;

import static java.time.temporal.ChronoUnit.SECONDS;

import gmaillabels.auth.ClientSecrets;
import gmaillabels.auth.Scope;
import gmaillabels.auth.Sessions;
import gmaillabels.auth.StoredSignIn;
import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import gmaillabels.output.TerminalText;
import java.nio.file.Files;
import java.time.InstantSource;

/** Says where everything is, and whether a listing would need a sign-in; sends no request. */
record StatusCommand(Settings settings, InstantSource clock, Console console) {
  void run() {
    show("client file: " + settings.credentials());
    show("token file:  " + settings.tokenFile().path());
    show("account:     " + settings.account());
    StoredSignIn signIn;
    try {
      signIn = settings.tokenFile().require();
      if (Files.exists(settings.credentials())) {
        ClientSecrets client = ClientSecrets.read(settings.credentials());
        signIn.requireMatch(client, settings.scope(), settings.tokenFile().path());
      }
      if (Sessions.expiresSoon(signIn, clock) && signIn.tokens().refreshToken().isEmpty()) {
        throw Problem.INVALID_GRANT.with(signIn.tokenUri().host());
      }
    } catch (CliException e) {
      showScope(settings.scope().orElse(Scope.READONLY).url());
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
