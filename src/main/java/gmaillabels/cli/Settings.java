package gmaillabels.cli;

import gmaillabels.auth.Scope;
import gmaillabels.auth.TokenFile;
import gmaillabels.error.Problem;
import gmaillabels.http.SecureUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a run finds what it works with: options, else environment variables, else defaults. */
record Settings(
    Path credentials, Path tokens, String account, Optional<Scope> scope, SecureUri api) {
  private static final String CREDENTIALS_FILE = "credentials.json";
  private static final String API_URL = "GMAIL_LABELS_API_URL";

  static Settings of(CommandLineOptions options) {
    Environment environment = options.environment();
    Path here = environment.workingDirectory();
    Path configuration = environment.configurationDirectory();
    Path credentials =
        options.value(Option.CREDENTIALS).orElseGet(() -> credentials(configuration, here));
    Path tokens = options.value(Option.TOKENS).orElse(configuration.resolve("tokens"));
    return new Settings(
        here.resolve(credentials),
        here.resolve(tokens),
        options.value(Option.ACCOUNT).orElse("default"),
        options.value(Option.SCOPE),
        api(environment));
  }

  TokenFile tokenFile() {
    return new TokenFile(tokens.resolve(account + ".json"));
  }

  /** The working directory comes second, because it may be somebody else's. */
  private static Path credentials(Path configuration, Path here) {
    Path configured = configuration.resolve(CREDENTIALS_FILE);
    Path local = here.resolve(CREDENTIALS_FILE);
    return Files.exists(local) && !Files.exists(configured) ? local : configured;
  }

  private static SecureUri api(Environment environment) {
    String value = environment.variable(API_URL).orElse("https://gmail.googleapis.com/");
    try {
      return SecureUri.parse(value.endsWith("/") ? value : value + "/");
    } catch (IllegalArgumentException e) {
      throw Problem.USAGE.with("%s %s: '%s'".formatted(API_URL, e.getMessage(), value));
    }
  }
}
