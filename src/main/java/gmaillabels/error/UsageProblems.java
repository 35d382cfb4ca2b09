package gmaillabels.error;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jline.utils.Levenshtein;

/** Mistakes on the command line or in a variable. */
public final class UsageProblems {
  private static final Hint UTF_8 =
      c -> "Letters beyond ASCII must be UTF-8, in a UTF-8 locale such as LC_ALL=C.UTF-8.";

  private UsageProblems() {}

  /** The source is the option or variable that has the value. */
  public static CliException invalidOption(String source, String whatIsWrong) {
    return usage(source + " " + whatIsWrong);
  }

  public static CliException forListing(String option, String command) {
    return invalidOption(option, "is for listing, not for " + command);
  }

  public static CliException unknownField(String name, Collection<String> fields) {
    String all = String.join(", ", fields);
    return usage(
        "--fields has '%s', which is none of %s%s".formatted(name, all, similar(name, fields)));
  }

  public static CliException invalidCommandLine(String parserMessage) {
    return usage(uncapitalized(parserMessage));
  }

  public static CliException unreadableArgument(String argument) {
    String message = "'%s' cannot be read in this locale".formatted(argument);
    return new CliException(Problem.USAGE, message, UTF_8);
  }

  public static CliException unreadablePath(String source, String text) {
    String message = "%s cannot be read as a path: '%s'".formatted(source, text);
    return new CliException(Problem.USAGE, message, UTF_8);
  }

  /** The address is shown without a password. */
  public static CliException invalidApi(String variable, String whatIsWrong, String address) {
    String message = "%s %s: '%s'".formatted(variable, whatIsWrong, address);
    Hint hint = c -> "Unset it, or set it to an https address of Google or to one of this machine.";
    return new CliException(Problem.USAGE, message, hint);
  }

  public static CliException unknownHome() {
    Hint hint =
        c -> "Set HOME to an absolute path, or choose the files with --credentials and --tokens.";
    return new CliException(Problem.USAGE, "the home directory is unknown", "HOME", hint);
  }

  public static CliException unknownShell(String shell, Collection<String> shells) {
    return usage(
        "SHELL must be bash (zsh takes it too) or fish: '%s'%s"
            .formatted(shell, similar(shell, shells)));
  }

  /** The name is the option without its value. */
  public static CliException unknownOption(String option, String name, Collection<String> options) {
    return usage("unknown option: '%s'%s".formatted(option, similar(name, options)));
  }

  /** For the argument of help. */
  public static CliException unknownCommand(String word, Collection<String> commands) {
    return usage(noCommand(word) + similar(word, commands));
  }

  /** For a word that may be meant as a label; {@code typed} is the word quoted for a shell. */
  public static CliException unknownCommand(
      String word, String typed, Collection<String> commands) {
    Hint hint =
        c ->
            """
            To list the label that is called so: %s --name=%s
            To list those whose name contains it: %s --match=%s
            %s"""
                .formatted(c.program(), typed, c.program(), typed, seeHelp(c));
    return new CliException(Problem.USAGE, noCommand(word) + similar(word, commands), hint);
  }

  public static CliException noCommandToList(String word) {
    Hint hint = c -> "Listing needs no command: " + c.program();
    return new CliException(Problem.USAGE, noCommand(word), hint);
  }

  private static String noCommand(String word) {
    return "there is no command '" + word + "'";
  }

  /** For a word after a command that has the option {@code --account}. */
  public static CliException accountAsWord(String command, String word, String typed) {
    Hint hint =
        c -> "To choose the account: %s %s --account=%s".formatted(c.program(), command, typed);
    return new CliException(Problem.USAGE, unexpected(command, word), hint);
  }

  public static CliException unexpectedWord(String command, String word) {
    Hint hint = c -> "See: %s %s --help".formatted(c.program(), command);
    return new CliException(Problem.USAGE, unexpected(command, word), hint);
  }

  private static String unexpected(String command, String word) {
    return "unexpected word after %s: '%s'".formatted(command, word);
  }

  public static CliException secondCommand(String command) {
    return usage("only one command is allowed, and '%s' is a second one".formatted(command));
  }

  /** The expression is escaped for a terminal; the column is that of the mistake, from 0. */
  public static CliException invalidPattern(String whatIsWrong, String shown, int column) {
    String message = "--match is not a regular expression: " + uncapitalized(whatIsWrong);
    Hint hint = c -> "  %s\n  %s^\n%s".formatted(shown, " ".repeat(column), seeHelp(c));
    return new CliException(Problem.USAGE, message, hint);
  }

  public static CliException patternTooComplex(String pattern) {
    // An expression of thousands of characters would hide the message.
    String shown = pattern.length() > 60 ? pattern.substring(0, 60) + "…" : pattern;
    Hint hint = c -> "Write it with fewer groups, as in [ab]* in place of (a|b)*.";
    return new CliException(
        Problem.USAGE, "--match is too complex for Java to search with: '" + shown + "'", hint);
  }

  public static CliException commandAfterDashes(String command) {
    Hint hint = c -> "Leave out the '--': " + c.program() + " " + command;
    return new CliException(Problem.USAGE, "no command may follow '--'", hint);
  }

  /** Does not show the value, which may contain a password. */
  public static CliException invalidProxy(String variable) {
    String message = variable + " is not the address of an HTTP proxy";
    Hint hint =
        c ->
            "Write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT; special characters in"
                + " the password can be percent-encoded, as in %40 for @.";
    return new CliException(Problem.USAGE, message, hint);
  }

  public static CliException unreadableCertificates(Path file, IOException cause) {
    return certificates("SSL_CERT_FILE cannot be read: " + IoReason.of(cause), file);
  }

  public static CliException noCertificates(Path file) {
    return certificates("SSL_CERT_FILE holds no certificates in PEM format", file);
  }

  private static CliException certificates(String what, Path file) {
    Hint hint = c -> "Correct SSL_CERT_FILE, or unset it to trust the certificates that Java has.";
    return new CliException(Problem.USAGE, what, file, hint);
  }

  public static CliException portUnavailable(int port) {
    String what = "port " + port + " cannot be used: it is in use, or you do not have permission";
    Hint hint = c -> "Choose another --port, or leave it out to let the program choose.";
    return new CliException(Problem.PORT_UNAVAILABLE, what, "127.0.0.1", hint);
  }

  private static CliException usage(String message) {
    return new CliException(Problem.USAGE, message, UsageProblems::seeHelp);
  }

  private static String seeHelp(Hint.Commands commands) {
    return "See: " + commands.program() + " --help";
  }

  /** Suggests the known word that was mistyped, or else one that contains the word. */
  private static String similar(String word, Collection<String> known) {
    int limit = Math.min(2, (word.length() - 1) / 2);
    Optional<String> mistyped =
        known.stream()
            .filter(name -> Levenshtein.distance(word, name) <= limit)
            .min(Comparator.comparingInt(name -> Levenshtein.distance(word, name)));
    String part = word.toLowerCase(Locale.ROOT);
    return didYouMean(
        mistyped.or(
            () ->
                known.stream()
                    .filter(
                        name -> part.length() > 3 && name.toLowerCase(Locale.ROOT).contains(part))
                    .findFirst()));
  }

  static String didYouMean(Optional<String> similar) {
    return similar.map("; did you mean '%s'?"::formatted).orElse("");
  }

  private static String uncapitalized(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
