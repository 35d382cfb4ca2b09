package gmaillabels.cli;

import gmaillabels.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What was asked for: a command line, parsed, with the environment behind it. An option counts
 * wherever it stands, before or after the command.
 */
final class Arguments {
  private final ParseResult result;
  private final Map<String, String> variables;

  private Arguments(ParseResult result, Map<String, String> variables) {
    this.result = result;
    this.variables = variables;
  }

  /**
   * Parses a command line.
   *
   * @throws Failure if it is not one
   */
  static Arguments parse(String[] args, Map<String, String> variables) {
    for (String arg : args) {
      // What Java makes of bytes that are not of the locale; the label that was meant is lost.
      if (arg.indexOf('\uFFFD') >= 0) {
        throw Failure.usage(
            "'%s' cannot be read in this locale (try LC_ALL=C.UTF-8)".formatted(arg));
      }
    }
    CommandLine parser = Grammar.parser();
    try {
      Arguments arguments = new Arguments(parser.parseArgs(args), variables);
      arguments.checkListing();
      return arguments;
    } catch (ParameterException e) {
      throw Failure.usage(decapitalized(e));
    }
  }

  private void checkListing() {
    for (Option option : Option.values()) {
      if (option.group() == Option.Group.LISTING
          && command() != Command.LIST
          && result.hasMatchedOption(option.longName())) {
        throw Failure.usage(
            "%s is for listing, not for %s".formatted(option.longName(), command().word()));
      }
    }
  }

  /** The command; listing if there is none. */
  Command command() {
    if (result.hasSubcommand()) {
      String word = result.subcommand().commandSpec().name();
      for (Command command : Command.values()) {
        if (command.word().equals(word)) {
          return command;
        }
      }
    }
    return Command.LIST;
  }

  /** The parser of the command that was given, or of the one that {@code help} is asked about. */
  CommandLine commandLine() {
    CommandLine root = result.commandSpec().commandLine();
    if (command() == Command.HELP && result.subcommand().hasMatchedPositional(0)) {
      String word = result.subcommand().matchedPositionalValue(0, "");
      CommandLine command = root.getSubcommands().get(word);
      if (command == null) {
        throw Failure.usage("there is no command '%s'".formatted(word));
      }
      return command;
    }
    return result.hasSubcommand() && command() != Command.HELP
        ? result.subcommand().commandSpec().commandLine()
        : root;
  }

  /** Whether the flag was given, or its variable is set to anything but 0. */
  boolean has(Option flag) {
    for (ParseResult level : levels()) {
      if (level.hasMatchedOption(flag.longName())) {
        return true;
      }
    }
    return variable(flag).filter(value -> !value.equals("0")).isPresent();
  }

  /** The option's value, else its variable's. */
  Optional<String> value(Option option) {
    Optional<String> given = given(option);
    return given.isPresent() ? given : variable(option);
  }

  /** All values of an option that may be repeated. */
  List<String> values(Option option) {
    List<String> values = new ArrayList<>();
    for (ParseResult level : levels()) {
      if (level.hasMatchedOption(option.longName())) {
        String[] matched = level.matchedOptionValue(option.longName(), new String[0]);
        values.addAll(List.of(matched));
      }
    }
    return values;
  }

  /**
   * The one of {@code choices} that the option names; the first if it is not given.
   *
   * @throws Failure if it names none of them
   */
  <E extends Enum<E>> E choice(Option option, E[] choices) {
    Optional<String> value = value(option);
    if (value.isEmpty()) {
      return choices[0];
    }
    List<String> words = new ArrayList<>();
    for (E choice : choices) {
      String word = choice.name().toLowerCase(Locale.ROOT);
      if (word.equals(value.get())) {
        return choice;
      }
      words.add(word);
    }
    throw Failure.usage(
        "%s must be one of %s: '%s'"
            .formatted(source(option), String.join(", ", words), value.get()));
  }

  /** What to call the option in a message about its value. */
  String source(Option option) {
    return given(option).isPresent() ? option.longName() : option.variable();
  }

  /**
   * The options that were given and say which files and account are meant, as they would be typed.
   */
  List<String> whose() {
    List<String> words = new ArrayList<>();
    for (Option option : List.of(Option.CREDENTIALS, Option.TOKENS, Option.ACCOUNT, Option.SCOPE)) {
      given(option).ifPresent(value -> words.add(option.longName() + "=" + value));
    }
    return words;
  }

  private Optional<String> given(Option option) {
    Optional<String> last = Optional.empty();
    for (ParseResult level : levels()) {
      OptionSpec matched = level.matchedOption(option.longName());
      if (matched != null) {
        last = Optional.of(matched.getValue());
      }
    }
    if (last.filter(String::isEmpty).isPresent()) {
      throw Failure.usage("%s needs a value".formatted(option.longName()));
    }
    return last;
  }

  private Optional<String> variable(Option option) {
    return option.variable() == null
        ? Optional.empty()
        : Optional.ofNullable(variables.get(option.variable())).filter(value -> !value.isEmpty());
  }

  private List<ParseResult> levels() {
    return result.hasSubcommand() ? List.of(result, result.subcommand()) : List.of(result);
  }

  private static String decapitalized(ParameterException e) {
    String message = e.getMessage();
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
