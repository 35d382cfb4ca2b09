package gmaillabels.cli;

import gmaillabels.cli.Option.Group;
import gmaillabels.cli.Option.Shell;
import gmaillabels.error.CliException;
import gmaillabels.error.UsageProblems;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        throw UsageProblems.unreadableArgument(hasOption ? args[i - 1] + " " + args[i] : args[i]);
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
      boolean hasWord = last.hasMatchedPositional(0);
      if (command == Command.GENERATE_COMPLETION && hasWord) {
        given.put(Option.SHELL, shell(last.matchedPositionalValue(0, "")));
      }
      if (command == Command.HELP && (hasWord || !given.containsKey(Option.HELP))) {
        // "help login" is "login --help".
        return parse(environment, last.matchedPositionalValue(0, "--help"), "--help");
      }
      return new CommandLineOptions(environment, command, given);
    } catch (UnmatchedArgumentException e) {
      throw unmatched(e);
    } catch (ParameterException e) {
      throw e.getCause() instanceof CliException failure
          ? failure
          : UsageProblems.invalidCommandLine(e.getMessage());
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
    addWord(root, Command.GENERATE_COMPLETION, Option.SHELL.label(), Option.SHELL.words());
    addWord(root, Command.HELP, "COMMAND", root.subcommands().keySet());
    return new CommandLine(root)
        // "@name" is an address or a label here, never a file of arguments.
        .setExpandAtFiles(false)
        // An alias in a shell may set what the command line sets again: the last one counts.
        .setOverwrittenOptionsAllowed(true);
  }

  /** One of these words may follow the command. */
  private static void addWord(
      CommandSpec root, Command command, String label, Iterable<String> words) {
    PositionalParamSpec.Builder word =
        PositionalParamSpec.builder()
            .paramLabel(label)
            .descriptionKey(label.toLowerCase(Locale.ROOT))
            .type(String.class)
            .arity("0..1")
            .completionCandidates(words);
    root.subcommands().get(Option.word(command)).getCommandSpec().addPositional(word.build());
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
    return UsageProblems.invalidOption(
        option.longestName(), "is for listing, not for " + command.name());
  }

  private static CliException unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().get(0);
    String name = first.replaceFirst("=.*", "");
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    CommandSpec root = spec.parent();
    if (root != null && root.subcommands().containsKey(first)) {
      return UsageProblems.secondCommand(first);
    }
    if (root != null && root.findOption(name) != null) {
      return forListing(root.findOption(name), spec);
    }
    return first.startsWith("-")
        ? UsageProblems.unknownOption(first, similar(name, spec.optionsMap().keySet()))
        : UsageProblems.unknownCommand(
            first, Console.quoted(first), similar(name, spec.subcommands().keySet()));
  }

  private static Shell shell(String name) {
    List<String> words = Option.SHELL.words();
    if (!words.contains(name)) {
      throw UsageProblems.unknownShell(name, similar(name, words));
    }
    return Shell.values()[words.indexOf(name)];
  }

  private static Optional<String> similar(String word, Collection<String> known) {
    return known.stream()
        .filter(name -> Levenshtein.distance(word, name) <= Math.min(2, (word.length() - 1) / 2))
        .min(Comparator.comparingInt(name -> Levenshtein.distance(word, name)));
  }
}
