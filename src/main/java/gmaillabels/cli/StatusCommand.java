package gmaillabels.cli;

import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.stream.Collectors.joining;

import gmaillabels.auth.ClientSecrets;
import gmaillabels.auth.Scope;
import gmaillabels.auth.Sessions;
import gmaillabels.auth.StoredSignIn;
import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import gmaillabels.output.TerminalText;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

/** Says where everything is, and whether a listing would need a sign-in; sends no request. */
record StatusCommand(Settings settings, Clock clock, Console console) {
  void run() {
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
      print(Optional.empty(), settings.scope().orElse(Scope.READONLY).url(), "no");
      throw e;
    }
    String standing =
        Sessions.expiresSoon(signIn, clock)
            ? "the next run fetches a new access token"
            : "the access token is good until " + signIn.tokens().expiry().truncatedTo(SECONDS);
    print(signIn.address(), signIn.scope(), "yes; " + standing);
  }

  private void print(Optional<String> address, String scope, String signedIn) {
    String word = Scope.of(scope).map(known -> known + " ").orElse("");
    String text =
        Stream.of(
                Optional.of("client file: " + settings.credentials()),
                Optional.of("token file:  " + settings.tokenFile().path()),
                Optional.of("account:     " + settings.account()),
                address.map("address:     "::concat),
                Optional.of("scope:       %s(%s)".formatted(word, scope)),
                Optional.of("signed in:   " + signedIn))
            .flatMap(Optional::stream)
            .map(line -> TerminalText.escape(line) + "\n")
            .collect(joining());
    console.print(out -> out.append(text));
  }
}
