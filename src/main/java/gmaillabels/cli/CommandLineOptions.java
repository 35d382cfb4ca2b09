package gmaillabels.cli;

import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What was asked for: a command line, parsed, with the environment behind it. An option counts
 * wherever it stands, before or after the command; of several values the last one counts. The
 * levels are the command line and its command, if any; there are none if nothing was parsed.
 */
record CommandLineOptions(List<ParseResult> levels) {
  static CommandLineOptions parse(String[] args, Environment environment) {
    for (String arg : args) {
      // What Java makes of bytes that are not of the locale; the label that was meant is lost.
      if (arg.indexOf('\uFFFD') >= 0) {
        throw Problem.USAGE.with(
            "'%s' cannot be read in this locale (try LC_ALL=C.UTF-8)".formatted(arg));
      }
    }
    if (args.length == 0
        && Option.WITH_VARIABLE.stream()
            .allMatch(option -> environment.variable(option.variable()).isEmpty())) {
      // The usual run of a script needs no parser, which takes a while to load.
      return new CommandLineOptions(List.of());
    }
    try {
      ParseResult root = CommandLineModel.parser(environment).parseArgs(args);
      List<ParseResult> levels =
          root.hasSubcommand() ? List.of(root, root.subcommand()) : List.of(root);
      CommandLineOptions options = new CommandLineOptions(levels);
      options.requireListing();
      return options;
    } catch (UnmatchedArgumentException e) {
      throw unmatched(e);
    } catch (ParameterException e) {
      throw e.getCause() instanceof CliException failure ? failure : invalid(e);
    }
  }

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
        .flatMap(level -> level.matchedOption(option.name()).stringValues().stream())
        .reduce((first, last) -> last)
        .map(value -> option.name() + (option.type() == Boolean.class ? "" : "=" + value));
  }

  /** How to use the command that was given, or the one that {@code help} is asked about. */
  String usage(boolean toTerminal) {
    ParseResult last = levels.get(levels.size() - 1);
    CommandLine command = last.commandSpec().commandLine();
    if (command() == Command.HELP) {
      String word = last.matchedPositionalValue(0, "");
      CommandLine root = command.getParent();
      command = word.isEmpty() ? root : root.getSubcommands().get(word);
      if (command == null) {
        throw Problem.NO_COMMAND.with(word, "", Console.quoted(word));
      }
    }
    return HelpText.of(command, toTerminal);
  }

  private void requireListing() {
    ParseResult root = levels.get(0);
    for (OptionSpec option : root.commandSpec().options()) {
      if (command() != Command.LIST
          && option.scopeType() == ScopeType.LOCAL
          && root.hasMatchedOption(option)) {
        throw forListing(option, command().word());
      }
    }
  }

  private static CliException forListing(OptionSpec option, String command) {
    return Problem.USAGE.with(
        "%s is for listing, not for %s".formatted(option.longestName(), command));
  }

  private static CliException unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().get(0);
    String name = first.replaceFirst("=.*", "");
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    CommandSpec root = spec.parent();
    if (root != null && Command.of(first).isPresent()) {
      return Problem.USAGE.with("one command is enough, and '%s' is a second one".formatted(first));
    }
    if (root != null && root.findOption(name) != null) {
      return forListing(root.findOption(name), spec.name());
    }
    boolean isOption = first.startsWith("-");
    String suggestion =
        (isOption ? spec.optionsMap() : spec.subcommands())
            .keySet().stream()
                .filter(known -> distance(name, known) <= 2)
                .min(Comparator.comparingInt(known -> distance(name, known)))
                .map("; did you mean '%s'?"::formatted)
                .orElse("");
    return isOption
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
      boolean hasValue = e.getValue() != null && !e.getValue().isEmpty();
      return Problem.USAGE.with(hasValue ? what + ": '" + e.getValue() + "'" : what);
    }
    String message = e.getMessage();
    return Problem.USAGE.with(
        message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1));
  }
}
