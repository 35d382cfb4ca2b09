package gmaillabels.cli;

import gmaillabels.error.CliException;
import gmaillabels.error.UsageProblems;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
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
  /** All but LIST, which is not written on the command line. */
  private static final Set<Command> COMMANDS = EnumSet.range(Command.LOGIN, Command.HELP);

  private static final List<String> WORDS = COMMANDS.stream().map(Command::word).toList();

  private static final List<String> SHELLS = OptionGroup.words(Shell.class);

  private CommandLineModel() {}

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
      String word = last.matchedPositionalValue(0, "");
      if (options.command == Command.GENERATE_COMPLETION && !word.isEmpty()) {
        options.shell =
            OptionGroup.constant(Shell.class, word)
                .orElseThrow(() -> UsageProblems.unknownShell(word, SHELLS));
      }
      if (options.command == Command.HELP && (!word.isEmpty() || !options.general.help.get())) {
        // "help login" is "login --help".
        options.command =
            word.isEmpty()
                ? Command.LIST
                : OptionGroup.constant(Command.class, word)
                    .filter(COMMANDS::contains)
                    .orElseThrow(() -> UsageProblems.unknownCommand(word, WORDS));
        options.general.help.give("yes");
      }
    } catch (UnmatchedArgumentException e) {
      throw unmatched(e, options);
    } catch (MissingParameterException e) {
      throw UsageProblems.invalidOption(
          ((OptionSpec) e.getMissing().get(0)).longestName(), "needs a value");
    } catch (ParameterException e) {
      // Picocli wraps the exceptions of an option.
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
      spec.addPositional(word("COMMAND", "The command to explain.", WORDS));
    }
    return spec;
  }

  /** An optional parameter of a command. */
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
        // The type is for picocli's completion, which offers files for a path. The option itself
        // converts the text.
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
                // Picocli first sets null.
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
    Command command = (Command) spec.userObject();
    boolean isListing = command == Command.LIST;
    if (WORDS.contains(first)) {
      return isListing
          ? UsageProblems.commandAfterDashes(first)
          : UsageProblems.secondCommand(first);
    }
    if (!isListing && spec.root().findOption(name) != null) {
      return UsageProblems.forListing(spec.root().findOption(name).longestName(), command.word());
    }
    if (first.startsWith("-")) {
      return UsageProblems.unknownOption(first, name, spec.optionsMap().keySet());
    }
    if (isListing) {
      return first.equals(command.word())
          ? UsageProblems.noCommandToList(first)
          : UsageProblems.unknownCommand(first, Console.quoted(first), WORDS);
    }
    return options.files.account.commands.contains(command)
        ? UsageProblems.accountAsWord(command.word(), first, Console.quoted(first))
        : UsageProblems.unexpectedWord(command.word(), first);
  }
}
