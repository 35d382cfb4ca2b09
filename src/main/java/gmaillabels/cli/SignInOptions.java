package gmaillabels.cli;

import static gmaillabels.cli.Command.LOGIN;
import static gmaillabels.cli.Command.STATUS;

import gmaillabels.auth.Scope;
import gmaillabels.error.InvalidValueException;

final class SignInOptions extends OptionGroup {
  final Option<Scope> scope =
      choice(
              "--scope=SCOPE",
              Scope.class,
              "The permission to ask for, one of ${COMPLETION-CANDIDATES}; labels cannot read mail."
                  + " Default: what the stored sign-in has, else readonly.")
          .orVariable("GMAIL_LABELS_SCOPE")
          .alsoFor(LOGIN, STATUS);

  final Option<Boolean> noBrowser =
      flag(
              "--no-browser",
              "Open no browser; also take the final address pasted on standard input, for a browser"
                  + " on another machine.")
          .alsoFor(LOGIN);

  final Option<Integer> port =
      option(
              "--port=N",
              (source, text) -> number(text, "a number", 65535),
              "The port on which to wait for the browser, for ssh -L. Default: any free port.")
          .alsoFor(LOGIN);

  final Option<Integer> loginTimeout =
      option(
              "--login-timeout=SECONDS",
              (source, text) -> number(text, "a number of seconds", Integer.MAX_VALUE),
              "How long to wait for a sign-in.")
          .byDefault(300)
          .alsoFor(LOGIN);

  final Option<Boolean> noInput =
      flag("--no-input", "Never start a sign-in: exit 4 instead.")
          .orVariable("GMAIL_LABELS_NO_INPUT");

  SignInOptions(Environment environment) {
    super(environment, "Signing in");
  }

  private static int number(String text, String what, int max) {
    if (!text.matches("0*[1-9]\\d{0,9}") || Long.parseLong(text) > max) {
      throw new InvalidValueException("must be " + what + " from 1 to " + max);
    }
    return Integer.parseInt(text);
  }
}
