package gmaillabels.cli;

import gmaillabels.auth.Scope;
import gmaillabels.auth.SecureUri;
import gmaillabels.failure.Failure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a run works with: options, else environment variables, else defaults.
 *
 * @param credentials the file with the OAuth client
 * @param tokens the directory of the token files
 * @param account the name of the token file
 * @param openBrowser whether this machine's browser is meant; else the final address can be pasted
 * @param port for the browser to come back to; 0 means a free one
 * @param api the root of Gmail's API
 */
record Settings(
    Path credentials,
    Path tokens,
    String account,
    Scope scope,
    Duration loginTimeout,
    boolean openBrowser,
    int port,
    boolean noInput,
    URI api) {
  private static final String CREDENTIALS_FILE = "credentials.json";
  private static final String DEFAULT_ACCOUNT = "default";
  private static final int LOGIN_TIMEOUT_SECONDS = 300;
  private static final URI GMAIL = URI.create("https://gmail.googleapis.com/");
  private static final String API_URL = "GMAIL_LABELS_API_URL";

  /**
   * Resolves everything; touches no file but to see whether it is there.
   *
   * @throws Failure if a value cannot be meant
   */
  static Settings of(Arguments arguments, Surroundings surroundings) {
    Optional<Path> credentials = path(arguments, Option.CREDENTIALS, surroundings);
    Optional<Path> tokens = path(arguments, Option.TOKENS, surroundings);
    return new Settings(
        credentials.isPresent() ? credentials.get() : credentials(surroundings),
        tokens.isPresent() ? tokens.get() : configurationDirectory(surroundings).resolve("tokens"),
        account(arguments),
        arguments.choice(Option.SCOPE, Scope.values()),
        Duration.ofSeconds(
            number(arguments, Option.LOGIN_TIMEOUT, LOGIN_TIMEOUT_SECONDS, Integer.MAX_VALUE)),
        !arguments.has(Option.NO_BROWSER),
        number(arguments, Option.PORT, 0, 65535),
        arguments.has(Option.NO_INPUT),
        api(surroundings.variables()));
  }

  /** Where the account's sign-in is. */
  Path tokenFile() {
    return tokens.resolve(account + ".json");
  }

  private static Path credentials(Surroundings surroundings) {
    Path here = surroundings.workingDirectory().resolve(CREDENTIALS_FILE);
    return Files.exists(here)
        ? here
        : configurationDirectory(surroundings).resolve(CREDENTIALS_FILE);
  }

  private static Path configurationDirectory(Surroundings surroundings) {
    Map<String, String> variables = surroundings.variables();
    String separator = surroundings.windows() ? "\\" : "/";
    String appData = variables.getOrDefault("APPDATA", "");
    // The XDG specification has relative values ignored.
    String xdg = variables.getOrDefault("XDG_CONFIG_HOME", "");
    String parent =
        surroundings.windows()
            ? (appData.isEmpty() ? surroundings.home() + "\\AppData\\Roaming" : appData)
            : (xdg.startsWith("/") ? xdg : surroundings.home() + "/.config");
    try {
      return Path.of(parent + separator + "gmail-labels");
    } catch (InvalidPathException e) {
      throw Failure.usage(
          "the configuration directory is not a path in this locale (try LC_ALL=C.UTF-8): '%s'"
              .formatted(parent));
    }
  }

  private static Optional<Path> path(
      Arguments arguments, Option option, Surroundings surroundings) {
    Optional<String> value = arguments.value(option);
    try {
      return value.isPresent()
          ? Optional.of(surroundings.workingDirectory().resolve(value.get()))
          : Optional.empty();
    } catch (InvalidPathException e) {
      throw invalid(arguments, option, "is not a path in this locale (try LC_ALL=C.UTF-8)");
    }
  }

  private static String account(Arguments arguments) {
    String account = arguments.value(Option.ACCOUNT).orElse(DEFAULT_ACCOUNT);
    for (int i = 0; i < account.length(); i++) {
      char c = account.charAt(i);
      if (!Character.isLetterOrDigit(c) && "._-+@".indexOf(c) < 0) {
        throw invalid(arguments, Option.ACCOUNT, "may have letters, digits and . _ - + @ only");
      }
    }
    return account;
  }

  private static int number(Arguments arguments, Option option, int otherwise, int max) {
    Optional<String> value = arguments.value(option);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value.get());
      if (number > 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw invalid(arguments, option, "must be from 1 to " + max);
  }

  private static URI api(Map<String, String> variables) {
    String value = variables.getOrDefault(API_URL, "");
    if (value.isEmpty()) {
      return GMAIL;
    }
    try {
      return SecureUri.parse(value.endsWith("/") ? value : value + "/");
    } catch (IllegalArgumentException e) {
      throw Failure.usage("%s %s: '%s'".formatted(API_URL, e.getMessage(), value));
    }
  }

  private static Failure invalid(Arguments arguments, Option option, String problem) {
    return Failure.usage(
        "%s %s: '%s'"
            .formatted(arguments.source(option), problem, arguments.value(option).orElse("")));
  }
}
