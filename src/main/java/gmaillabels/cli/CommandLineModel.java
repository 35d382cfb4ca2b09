package gmaillabels.cli;

import gmaillabels.cli.Option.Group;
import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.utils.Levenshtein;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a picocli model, built by hand: annotations would cost 60 to 80 ms more. */
final class CommandLineModel {
  private CommandLineModel() {}

  static CommandLineOptions parse(Environment environment, String... args) {
    for (int i = 0; i < args.length; i++) {
      // What Java makes of bytes that are not of the locale; the label that was meant is lost.
      if (args[i].indexOf('\uFFFD') >= 0) {
        boolean hasOption = i > 0 && args[i - 1].startsWith("-");
        throw Problem.USAGE.with(
            "'%s' cannot be read in this locale (try LC_ALL=C.UTF-8)"
                .formatted(hasOption ? args[i - 1] + " " + args[i] : args[i]));
      }
    }
    try {
      ParseResult root = parser().parseArgs(args);
      ParseResult last = root.hasSubcommand() ? root.subcommand() : root;
      Command command = (Command) last.commandSpec().userObject();
      Map<Option<?>, Object> given = new HashMap<>();
      for (OptionSpec spec : root.commandSpec().options()) {
        if (spec.getValue() != null) {
          given.put((Option<?>) spec.userObject(), spec.getValue());
          if (spec.scopeType() == ScopeType.LOCAL && command != Command.LIST) {
            throw forListing(spec, last.commandSpec());
          }
        }
      }
      boolean hasTopic = last.hasMatchedPositional(0);
      if (command == Command.HELP && (hasTopic || !given.containsKey(Option.HELP))) {
        // "help login" is "login --help".
        return parse(environment, last.matchedPositionalValue(0, "--help"), "--help");
      }
      return new CommandLineOptions(environment, command, given);
    } catch (UnmatchedArgumentException e) {
      throw unmatched(e);
    } catch (ParameterException e) {
      String what = e.getMessage();
      throw e.getCause() instanceof CliException failure
          ? failure
          : Problem.USAGE.with(what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1));
    }
  }

  static CommandLine parser() {
    CommandSpec root = CommandSpec.wrapWithoutInspection(Command.LIST).name(Environment.NAME);
    for (Group group : Group.values()) {
      ScopeType scope = group == Group.LISTING ? ScopeType.LOCAL : ScopeType.INHERIT;
      group.options.forEach(option -> root.addOption(spec(option, scope)));
    }
    for (Command command : EnumSet.range(Command.LOGIN, Command.HELP)) {
      root.addSubcommand(Option.word(command), CommandSpec.wrapWithoutInspection(command));
    }
    PositionalParamSpec.Builder topic =
        PositionalParamSpec.builder().paramLabel("COMMAND").type(String.class).arity("0..1");
    root.subcommands()
        .get(Option.word(Command.HELP))
        .getCommandSpec()
        .addPositional(topic.completionCandidates(root.subcommands().keySet()).build());
    return new CommandLine(root)
        // "@name" is an address or a label here, never a file of arguments.
        .setExpandAtFiles(false)
        // An alias in a shell may set what the command line sets again: the last one counts.
        .setOverwrittenOptionsAllowed(true);
  }

  private static OptionSpec spec(Option<?> option, ScopeType scope) {
    List<String> words = option.words();
    return OptionSpec.builder(option.name(), option.shortNames())
        .type(option.type())
        .arity(option.type() == Boolean.class ? "0" : "1")
        .paramLabel(option.label())
        .completionCandidates(words.isEmpty() ? null : words)
        .converters(text -> option.convert(option.name(), text))
        .userObject(option)
        .scopeType(scope)
        .usageHelp(option == Option.HELP)
        .versionHelp(option == Option.VERSION)
        .build();
  }

  private static CliException forListing(OptionSpec option, CommandSpec command) {
    return Problem.USAGE.with(
        "%s is for listing, not for %s".formatted(option.longestName(), command.name()));
  }

  private static CliException unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().get(0);
    String name = first.replaceFirst("=.*", "");
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    CommandSpec root = spec.parent();
    if (root != null && root.subcommands().containsKey(first)) {
      return Problem.USAGE.with("one command is enough, and '%s' is a second one".formatted(first));
    }
    if (root != null && root.findOption(name) != null) {
      return forListing(root.findOption(name), spec);
    }
    boolean isOption = first.startsWith("-");
    String suggestion =
        (isOption ? spec.optionsMap() : spec.subcommands())
            .keySet().stream()
                .filter(
                    known ->
                        Levenshtein.distance(name, known) <= Math.min(2, (name.length() - 1) / 2))
                .min(Comparator.comparingInt(known -> Levenshtein.distance(name, known)))
                .map("; did you mean '%s'?"::formatted)
                .orElse("");
    return isOption
        ? Problem.USAGE.with("unknown option: '%s'%s".formatted(first, suggestion))
        : Problem.NO_COMMAND.with(first, suggestion, Console.quoted(first));
  }
}
