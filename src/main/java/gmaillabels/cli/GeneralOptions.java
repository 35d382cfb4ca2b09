package gmaillabels.cli;

import static gmaillabels.cli.Command.LOGIN;
import static gmaillabels.cli.Command.LOGOUT;

final class GeneralOptions extends OptionGroup {
  final Option<Boolean> verbose =
      flag(
              "-v --verbose",
              "Show requests, retries and files on standard error; never a token, code or secret.")
          .alsoFor(LOGIN, LOGOUT);

  final Option<Boolean> help =
      flag("-h --help", "Show this help and exit.").alsoFor(Command.values());

  final Option<Boolean> version = flag("-V --version", "Show the version and exit.");

  GeneralOptions(Environment environment) {
    super(environment, "General");
  }
}
