package gmaillabels.cli;

import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What was asked for: a command line, parsed, with the environment behind it. An option counts
 * wherever it stands, before or after the command; of several values the last one counts.
 */
final class CommandLineOptions {
  /** The command line, then the command with its own part; empty if there was nothing to parse. */
  private final List<ParseResult> levels;

  private CommandLineOptions(List<ParseResult> levels) {
    this.levels = levels;
  }

  /**
   * Parses a command line.
   *
   * @throws CliException if it is not one
   */
  static CommandLineOptions parse(String[] args, Environment environment) {
    for (String arg : args) {
      // What Java makes of bytes that are not of the locale; the label that was meant is lost.
      if (arg.indexOf('\uFFFD') >= 0) {
        throw Problem.USAGE.with(
            "'%s' cannot be read in this locale (try LC_ALL=C.UTF-8)".formatted(arg));
      }
    }
    if (args.length == 0 && !hasVariable(environment)) {
      // The usual run of a script needs no parser, which takes a while to load.
      return new CommandLineOptions(List.of());
    }
    try {
      ParseResult root = CommandLineModel.parser(environment).parseArgs(args);
      CommandLineOptions options =
          new CommandLineOptions(
              root.hasSubcommand() ? List.of(root, root.subcommand()) : List.of(root));
      options.requireListing();
      return options;
    } catch (UnmatchedArgumentException e) {
      throw unmatched(e);
    } catch (ParameterException e) {
      throw e.getCause() instanceof CliException failure ? failure : invalid(e);
    }
  }

  private static boolean hasVariable(Environment environment) {
    for (Option<?> option : Option.WITH_VARIABLE) {
      if (environment.variable(option.variable()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** The command; listing if there is none. */
  Command command() {
    return levels.size() < 2
        ? Command.LIST
        : Command.of(levels.get(1).commandSpec().name()).orElseThrow();
  }

  boolean has(Option<Boolean> flag) {
    return value(flag).orElse(false);
  }

  <T> Optional<T> value(Option<T> option) {
    return levels.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(levels.get(0).commandSpec().findOption(option.name()))
            .map(spec -> option.type().cast(spec.getValue()));
  }

  /** The given options that belong to a sign-in too, as they would be typed again. */
  List<String> loginOptions() {
    return Option.OF_LOGIN.stream().flatMap(option -> typed(option).stream()).toList();
  }

  private Optional<String> typed(Option<?> option) {
    return levels.stream()
        .filter(level -> level.hasMatchedOption(option.name()))
        .map(level -> level.matchedOption(option.name()).stringValues())
        .reduce((first, last) -> last)
        .map(
            values ->
                option.type() == Boolean.class
                    ? option.name()
                    : option.name() + "=" + values.get(values.size() - 1));
  }

  /**
   * How to use the command that was given, or the one that {@code help} is asked about.
   *
   * @throws CliException if there is no such command
   */
  String usage(boolean toTerminal) {
    CommandLine root = levels.get(0).commandSpec().commandLine();
    ParseResult last = levels.get(levels.size() - 1);
    if (command() != Command.HELP) {
      return HelpText.of(last.commandSpec().commandLine(), toTerminal);
    }
    String word = last.matchedPositionalValue(0, "");
    return Optional.ofNullable(word.isEmpty() ? root : root.getSubcommands().get(word))
        .map(command -> HelpText.of(command, toTerminal))
        .orElseThrow(() -> Problem.NO_COMMAND.with(word, "", Console.quoted(word)));
  }

  private void requireListing() {
    Option.LISTING.stream()
        .map(Option::name)
        .filter(name -> command() != Command.LIST && levels.get(0).hasMatchedOption(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw forListing(name, command().word());
            });
  }

  private static CliException forListing(String option, String command) {
    return Problem.USAGE.with("%s is for listing, not for %s".formatted(option, command));
  }

  private static CliException unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().get(0);
    CommandLine root = e.getCommandLine().getParent();
    if (root != null && Command.of(first).isPresent()) {
      throw Problem.USAGE.with("one command is enough, and '%s' is a second one".formatted(first));
    }
    if (root != null && root.getCommandSpec().findOption(first.replaceFirst("=.*", "")) != null) {
      OptionSpec option = root.getCommandSpec().findOption(first.replaceFirst("=.*", ""));
      return forListing(option.longestName(), e.getCommandLine().getCommandName());
    }
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    Set<String> known =
        first.startsWith("-") ? spec.optionsMap().keySet() : spec.subcommands().keySet();
    String suggestion =
        known.stream()
            .filter(name -> distance(first.replaceFirst("=.*", ""), name) <= 2)
            .min(Comparator.comparingInt(name -> distance(first, name)))
            .map("; did you mean '%s'?"::formatted)
            .orElse("");
    return first.startsWith("-")
        ? Problem.USAGE.with("unknown option: '%s'%s".formatted(first, suggestion))
        : Problem.NO_COMMAND.with(first, suggestion, Console.quoted(first));
  }

  /** The letters to insert, delete or replace; picocli's suggestions go by common letters. */
  private static int distance(String a, String b) {
    int[] row = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0]++;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, Math.min(row[j - 1], diagonal) + 1);
      }
    }
    return row[b.length()];
  }

  /** What a converter says, with the name of its option; else picocli's own words. */
  private static CliException invalid(ParameterException e) {
    if (e.getCause() instanceof TypeConversionException cause
        && e.getArgSpec() instanceof OptionSpec option) {
      String what = option.longestName() + " " + cause.getMessage();
      return Problem.USAGE.with(
          e.getValue() == null || e.getValue().isEmpty()
              ? what
              : what + ": '" + e.getValue() + "'");
    }
    String message = e.getMessage();
    return Problem.USAGE.with(
        message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1));
  }
}
