package gmaillabels.cli;

import gmaillabels.auth.Scope;
import gmaillabels.auth.TokenFile;
import gmaillabels.http.SecureUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a run finds what it works with: options, else environment variables, else defaults. Each is
 * looked up when it is asked for: what a run does not need cannot make it fail.
 */
record Settings(CommandLineOptions options) {
  /** What the OAuth client file is called where no option or variable names it. */
  static final String CREDENTIALS = "credentials.json";

  Path credentials() {
    Environment environment = options.environment();
    return options
        .value(Option.CREDENTIALS)
        .map(environment::resolve)
        .orElseGet(() -> defaultCredentials(environment));
  }

  private static Path defaultCredentials(Environment environment) {
    Path configured = environment.configurationDirectory().resolve(CREDENTIALS);
    // The working directory comes second, because it may be somebody else's.
    return environment
        .local(CREDENTIALS)
        .filter(local -> Files.exists(local) && !Files.exists(configured))
        .orElse(configured);
  }

  Path tokens() {
    Environment environment = options.environment();
    return options
        .value(Option.TOKENS)
        .map(environment::resolve)
        .orElseGet(() -> environment.configurationDirectory().resolve("tokens"));
  }

  TokenFile tokenFile() {
    return new TokenFile(tokens().resolve(account() + ".json"));
  }

  String account() {
    return options.value(Option.ACCOUNT).orElse("default");
  }

  Optional<Scope> scope() {
    return options.value(Option.SCOPE);
  }

  SecureUri api() {
    return options.value(Option.API).orElse(SecureUri.parse("https://gmail.googleapis.com/"));
  }
}
