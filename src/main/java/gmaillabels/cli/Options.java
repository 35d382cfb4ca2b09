package gmaillabels.cli;

import gmaillabels.error.InvalidValueException;
import gmaillabels.error.UsageProblems;
import gmaillabels.http.SecureUri;
import java.util.List;
import java.util.stream.Stream;

/** The options of a run, which the parser sets. */
final class Options {
  final Environment environment;
  final ListingOptions listing;
  final FileOptions files;
  final SignInOptions signIn;
  final GeneralOptions general;
  Command command = Command.LIST;
  Shell shell = Shell.BASH;

  Options(Environment environment, IoStreams streams) {
    this.environment = environment;
    listing = new ListingOptions(environment, streams);
    files = new FileOptions(environment);
    signIn = new SignInOptions(environment);
    general = new GeneralOptions(environment);
  }

  List<OptionGroup> groups() {
    return List.of(listing, files, signIn, general);
  }

  /** The root URL of Gmail, or of an emulator. */
  SecureUri api() {
    String variable = "GMAIL_LABELS_API_URL";
    String text = environment.variable(variable).orElse("https://gmail.googleapis.com/");
    try {
      return SecureUri.parse(text.endsWith("/") ? text : text + "/");
    } catch (InvalidValueException e) {
      throw UsageProblems.invalidApi(variable, e.getMessage(), SecureUri.withoutPassword(text));
    }
  }

  /**
   * The options that a sign-in for the same files and account needs, also for what a variable says:
   * it may be set for a cron job only, and not where the user follows a hint.
   */
  List<String> forLogin() {
    return Stream.of(
            files.credentials,
            files.tokens,
            files.account,
            signIn.scope,
            signIn.port,
            signIn.noBrowser)
        .filter(option -> option.text().isPresent())
        .map(o -> o.isFlag() ? o.name() : o.name() + "=" + o.text().get())
        .toList();
  }
}
