package gmaillabels.cli;

import gmaillabels.error.CliException;
import gmaillabels.error.UsageProblems;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jline.utils.Levenshtein;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a picocli model, built by hand: annotations would cost 60 to 80 ms more. */
final class CommandLineModel {
  private static final Set<Command> COMMANDS = EnumSet.complementOf(EnumSet.of(Command.LIST));

  private static final List<String> SHELLS = OptionGroup.words(Shell.class);

  private CommandLineModel() {}

  /** Reads the arguments into the options. */
  static void parse(Options options, String... args) {
    for (int i = 0; i < args.length; i++) {
      // Java replaces bytes that the locale cannot decode by U+FFFD.
      if (args[i].indexOf('\uFFFD') >= 0) {
        boolean hasOption = i > 0 && args[i - 1].startsWith("-");
        throw UsageProblems.unreadableArgument(hasOption ? args[i - 1] + " " + args[i] : args[i]);
      }
    }
    try {
      ParseResult root = forParsing(options).parseArgs(args);
      ParseResult last = root.hasSubcommand() ? root.subcommand() : root;
      options.command = (Command) last.commandSpec().userObject();
      for (Option<?> option : options.listing.options) {
        if (option.isGiven() && options.command != Command.LIST) {
          throw UsageProblems.forListing(option.name(), options.command.word());
        }
      }
      boolean hasWord = last.hasMatchedPositional(0);
      if (options.command == Command.GENERATE_COMPLETION && hasWord) {
        options.shell = shell(last.matchedPositionalValue(0, ""));
      }
      if (options.command == Command.HELP && (hasWord || !options.general.help.get())) {
        // "help login" is "login --help".
        parse(options, last.matchedPositionalValue(0, "--help"), "--help");
      }
    } catch (UnmatchedArgumentException e) {
      throw unmatched(e, options);
    } catch (ParameterException e) {
      // Picocli wraps the failures of an option.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof CliException failure) {
          throw failure;
        }
      }
      throw UsageProblems.invalidCommandLine(e.getMessage());
    }
  }

  /** For parsing: every command accepts all options but those for listing. */
  private static CommandLine forParsing(Options options) {
    CommandSpec root = command(Command.LIST);
    for (OptionGroup group : options.groups()) {
      ScopeType scope = group == options.listing ? ScopeType.LOCAL : ScopeType.INHERIT;
      group.options.forEach(option -> root.addOption(option(option).scopeType(scope).build()));
    }
    COMMANDS.forEach(command -> root.addSubcommand(command.word(), command(command)));
    return new CommandLine(root)
        // Otherwise picocli would read arguments from a file for an argument such as "@work".
        .setExpandAtFiles(false)
        // The last one counts, so that a command line can change what an alias sets.
        .setOverwrittenOptionsAllowed(true);
  }

  /** For help and completion: every command has the options that it uses. */
  static CommandLine forShowing(Options options) {
    CommandSpec root = withGroups(Command.LIST, options);
    COMMANDS.forEach(command -> root.addSubcommand(command.word(), withGroups(command, options)));
    return new CommandLine(root);
  }

  private static CommandSpec withGroups(Command command, Options options) {
    CommandSpec spec = command(command);
    for (OptionGroup group : options.groups()) {
      ArgGroupSpec.Builder shown =
          ArgGroupSpec.builder()
              .exclusive(false)
              .validate(false)
              .order(options.groups().indexOf(group))
              .heading("%n" + group.heading + ":%n");
      group.options.stream()
          .filter(option -> option.commands.contains(command))
          .forEach(option -> shown.addArg(option(option).build()));
      if (!shown.args().isEmpty()) {
        spec.addArgGroup(shown.build());
      }
    }
    return spec;
  }

  private static CommandSpec command(Command command) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
    spec.name(command == Command.LIST ? Environment.NAME : command.word());
    spec.usageMessage().description(command.description);
    if (command == Command.GENERATE_COMPLETION) {
      spec.addPositional(word("SHELL", "bash (the default; zsh takes it too) or fish.", SHELLS));
    }
    if (command == Command.HELP) {
      List<String> commands = COMMANDS.stream().map(Command::word).toList();
      spec.addPositional(word("COMMAND", "The command to explain.", commands));
    }
    return spec;
  }

  /** A parameter of a command, which may be left out. */
  private static PositionalParamSpec word(String label, String description, List<String> words) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .description(description)
        .type(String.class)
        .arity("0..1")
        .completionCandidates(words)
        .build();
  }

  private static OptionSpec.Builder option(Option<?> option) {
    boolean isPath = Set.of("FILE", "DIR").contains(option.label);
    return OptionSpec.builder(option.names.toArray(String[]::new))
        // A type for picocli's completion, which offers files for a path. The option converts.
        .type(isPath ? Path.class : option.isFlag() ? boolean.class : String.class)
        .converters(text -> text)
        .arity(option.isFlag() ? "0" : "1")
        .paramLabel(option.label)
        .description(option.description)
        .completionCandidates(option.words.isEmpty() ? null : option.words)
        .setter(
            new ISetter() {
              @Override
              public <T> T set(T value) {
                // Picocli sets null first.
                if (value != null) {
                  option.give(value.toString());
                }
                return null;
              }
            });
  }

  private static CliException unmatched(UnmatchedArgumentException e, Options options) {
    String first = e.getUnmatched().get(0);
    String name = first.replaceFirst("^(--[^=]*|-.).*", "$1");
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    CommandSpec root = spec.parent();
    if (root == null && spec.subcommands().containsKey(first)) {
      return UsageProblems.commandAfterDashes(first);
    }
    if (root != null && root.subcommands().containsKey(first)) {
      return UsageProblems.secondCommand(first);
    }
    if (root != null && root.findOption(name) != null) {
      return UsageProblems.forListing(root.findOption(name).longestName(), spec.name());
    }
    return first.startsWith("-")
        ? UsageProblems.unknownOption(first, similar(name, spec.optionsMap().keySet()))
        : UsageProblems.unknownCommand(
            first, Console.quoted(first), similar(name, spec.subcommands().keySet()));
  }

  private static Shell shell(String name) {
    if (!SHELLS.contains(name)) {
      throw UsageProblems.unknownShell(name, similar(name, SHELLS));
    }
    return Shell.values()[SHELLS.indexOf(name)];
  }

  private static Optional<String> similar(String word, Collection<String> known) {
    return known.stream()
        .filter(name -> Levenshtein.distance(word, name) <= Math.min(2, (word.length() - 1) / 2))
        .min(Comparator.comparingInt(name -> Levenshtein.distance(word, name)));
  }
}
