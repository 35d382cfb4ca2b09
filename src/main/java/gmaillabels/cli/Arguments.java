package gmaillabels.cli;

import gmaillabels.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What was asked for: a command line, parsed, with the environment behind it. An option counts
 * wherever it stands, before or after the command.
 */
final class Arguments {
  private final List<ParseResult> levels;
  private final Map<String, String> variables;

  private Arguments(List<ParseResult> levels, Map<String, String> variables) {
    this.levels = levels;
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
    if (args.length == 0) {
      // The usual run of a script. Loading picocli takes a tenth of it.
      return new Arguments(List.of(), variables);
    }
    CommandLine parser = Grammar.parser();
    try {
      Arguments arguments = new Arguments(levels(parser.parseArgs(args)), variables);
      arguments.checkListing();
      return arguments;
    } catch (UnmatchedArgumentException e) {
      String first = e.getUnmatched().get(0);
      throw Failure.usage(
          first.startsWith("-")
              ? "unknown option: '%s'".formatted(first)
              : "there is no command '%s'".formatted(first));
    } catch (ParameterException e) {
      throw Failure.usage(decapitalized(e));
    }
  }

  private void checkListing() {
    for (Option option : Option.values()) {
      if (option.group() == Option.Group.LISTING
          && command() != Command.LIST
          && levels.get(0).hasMatchedOption(option.longName())) {
        throw Failure.usage(
            "%s is for listing, not for %s".formatted(option.longName(), command().word()));
      }
    }
  }

  /** The command; listing if there is none. */
  Command command() {
    if (levels.size() > 1) {
      String word = levels.get(1).commandSpec().name();
      for (Command command : Command.values()) {
        if (command.word().equals(word)) {
          return command;
        }
      }
    }
    return Command.LIST;
  }

  /**
   * How to use the command that was given, or the one that {@code help} is asked about.
   *
   * @throws Failure if there is no such command
   */
  String usage() {
    CommandLine root = levels.get(0).commandSpec().commandLine();
    ParseResult last = levels.get(levels.size() - 1);
    if (command() != Command.HELP) {
      return last.commandSpec().commandLine().getUsageMessage();
    }
    if (!last.hasMatchedPositional(0)) {
      return root.getUsageMessage();
    }
    String word = last.matchedPositionalValue(0, "");
    CommandLine command = root.getSubcommands().get(word);
    if (command == null) {
      throw Failure.usage("there is no command '%s'".formatted(word));
    }
    return command.getUsageMessage();
  }

  /** Whether the flag was given, or its variable is set to anything but 0. */
  boolean has(Option flag) {
    for (ParseResult level : levels) {
      if (level.hasMatchedOption(flag.longName())) {
        return true;
      }
    }
    Optional<String> value = variable(flag);
    return value.isPresent() && !value.get().equals("0");
  }

  /** The option's value, else its variable's. */
  Optional<String> value(Option option) {
    Optional<String> given = given(option);
    return given.isPresent() ? given : variable(option);
  }

  /** All values of an option that may be repeated. */
  List<String> values(Option option) {
    List<String> values = new ArrayList<>();
    for (ParseResult level : levels) {
      if (level.hasMatchedOption(option.longName())) {
        values.addAll(level.matchedOption(option.longName()).stringValues());
      }
    }
    if (values.contains("")) {
      throw Failure.usage("%s needs a value".formatted(option.longName()));
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

  /** The options that were given and belong to a sign-in too, as they would be typed again. */
  List<String> whose() {
    List<String> words = new ArrayList<>();
    for (Option option :
        List.of(Option.CREDENTIALS, Option.TOKENS, Option.ACCOUNT, Option.SCOPE, Option.PORT)) {
      Optional<String> value = given(option);
      if (value.isPresent()) {
        words.add(option.longName() + "=" + value.get());
      }
    }
    if (has(Option.NO_BROWSER)) {
      words.add(Option.NO_BROWSER.longName());
    }
    return words;
  }

  /** Of several values the last one counts. */
  private Optional<String> given(Option option) {
    List<String> values = values(option);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  private Optional<String> variable(Option option) {
    String value = option.variable() == null ? null : variables.get(option.variable());
    return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  private static List<ParseResult> levels(ParseResult root) {
    return root.hasSubcommand() ? List.of(root, root.subcommand()) : List.of(root);
  }

  private static String decapitalized(ParameterException e) {
    String message = e.getMessage();
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
