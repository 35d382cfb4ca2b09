package gmaillabels.cli;

import static gmaillabels.cli.Command.ACCOUNTS;
import static gmaillabels.cli.Command.LOGIN;
import static gmaillabels.cli.Command.LOGOUT;
import static gmaillabels.cli.Command.STATUS;

import gmaillabels.auth.Account;
import gmaillabels.auth.TokenFile;
import gmaillabels.error.CliException;
import gmaillabels.error.ClientProblems;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a run finds the OAuth client and the stored sign-in. */
final class FileOptions extends OptionGroup {
  static final String CREDENTIALS = "credentials.json";

  final Option<Path> credentials =
      path(
              "--credentials=FILE",
              "The OAuth client, or a finished sign-in of another program (token.json,"
                  + " authorized_user). Default: credentials.json in the configuration directory if"
                  + " it is there, else in the working directory.")
          .orVariable("GMAIL_LABELS_CREDENTIALS")
          .alsoFor(LOGIN, STATUS);

  final Option<Path> tokens =
      path(
              "--tokens=DIR",
              "Where sign-ins are kept. Default: tokens in the configuration directory.")
          .orVariable("GMAIL_LABELS_TOKENS")
          .alsoFor(LOGIN, LOGOUT, STATUS, ACCOUNTS);

  final Option<Account> account =
      option(
              "-a --account=NAME",
              FileOptions::account,
              "The sign-in to use, if you have several. An address also tells Google which"
                  + " account is meant.")
          .byDefault(new Account("default"))
          .orVariable("GMAIL_LABELS_ACCOUNT")
          .alsoFor(LOGIN, LOGOUT, STATUS);

  FileOptions(Environment environment) {
    super(environment, "Files");
  }

  private static Account account(String source, String text) {
    // The account must also be a valid file name.
    Environment.path(source, text);
    return new Account(text);
  }

  Path credentials() {
    Optional<Path> chosen = credentials.value();
    return chosen.isPresent() ? environment.resolve(chosen.get()) : defaultCredentials();
  }

  CliException noClientFile(Path file) {
    return credentials.value().isPresent()
        ? ClientProblems.notFound(file)
        : ClientProblems.missing(file);
  }

  private Path defaultCredentials() {
    Path configured = environment.configurationDirectory().resolve(CREDENTIALS);
    // The working directory comes second, because somebody else may have put a file there.
    Path local = environment.inWorkingDirectory(CREDENTIALS).orElse(configured);
    return Files.exists(local) && isMissing(configured) ? local : configured;
  }

  /** Whether no such file can be read, unless that is only for want of a permission. */
  static boolean isMissing(Path file) {
    try {
      file.getFileSystem().provider().checkAccess(file);
      return false;
    } catch (IOException e) {
      return !(e instanceof AccessDeniedException);
    }
  }

  Path tokens() {
    Optional<Path> chosen = tokens.value();
    return chosen.isPresent()
        ? environment.resolve(chosen.get())
        : environment.configurationDirectory().resolve("tokens");
  }

  TokenFile tokenFile() {
    return new TokenFile(tokens().resolve(account.get().fileName()));
  }
}
