package gmaillabels.cli;

import gmaillabels.auth.Scope;
import gmaillabels.auth.TokenFile;
import gmaillabels.http.SecureUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a run finds what it works with: options, else environment variables, else defaults. */
record Settings(
    Path credentials, Path tokens, String account, Optional<Scope> scope, SecureUri api) {
  static Settings of(CommandLineOptions options) {
    Path here = options.environment().workingDirectory();
    Path configuration = options.environment().configurationDirectory();
    Path configured = configuration.resolve("credentials.json");
    // The working directory comes second, because it may be somebody else's.
    Path local = here.resolve(configured.getFileName());
    Path credentials = Files.exists(local) && !Files.exists(configured) ? local : configured;
    return new Settings(
        here.resolve(options.value(Option.CREDENTIALS).orElse(credentials)),
        here.resolve(options.value(Option.TOKENS).orElse(configuration.resolve("tokens"))),
        options.value(Option.ACCOUNT).orElse("default"),
        options.value(Option.SCOPE),
        options.value(Option.API).orElse(SecureUri.parse("https://gmail.googleapis.com/")));
  }

  TokenFile tokenFile() {
    return new TokenFile(tokens.resolve(account + ".json"));
  }
}
