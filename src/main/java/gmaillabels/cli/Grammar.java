package gmaillabels.cli;

import gmaillabels.failure.ExitCode;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The command line as a picocli model. It is built by hand: reading it off annotations takes 25 ms
 * of every run.
 */
final class Grammar {
  /** The command as it is installed. */
  static final String NAME = "gmail-labels";

  private Grammar() {}

  /** A parser for one command line. */
  static CommandLine parser() {
    CommandSpec root = command(Command.LIST);
    for (Command command : Command.values()) {
      if (command.isSubcommand()) {
        root.addSubcommand(command.word(), command(command));
      }
    }
    root.subcommands()
        .get(Command.HELP.word())
        .getCommandSpec()
        .addPositional(
            PositionalParamSpec.builder()
                .paramLabel("COMMAND")
                .type(String.class)
                .arity("0..1")
                .completionCandidates(root.subcommands().keySet())
                .description("The command to explain.")
                .build());
    Map<String, String> exitCodes = new LinkedHashMap<>();
    for (ExitCode exitCode : ExitCode.values()) {
      exitCodes.put(String.valueOf(exitCode.code()), exitCode.meaning());
    }
    root.usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes)
        .footerHeading("%nExamples:%n")
        .footer(
            "  gmail-labels --type=user | grep -i invoice",
            "  gmail-labels --unread --format=table --sort=unread",
            "  gmail-labels --no-input -0 | xargs -0 -n1 echo label:");
    return new CommandLine(root)
        // "@name" is an address or a label here, never a file of arguments.
        .setExpandAtFiles(false)
        // An alias in a shell may set what the command line sets again: the last one counts.
        .setOverwrittenOptionsAllowed(true)
        .setUsageHelpAutoWidth(false);
  }

  private static CommandSpec command(Command what) {
    CommandSpec command = CommandSpec.create().name(what.isSubcommand() ? what.word() : NAME);
    command
        .usageMessage()
        .description(what.description())
        .sortOptions(false)
        .abbreviateSynopsis(true)
        .commandListHeading("%nCommands:%n");
    for (Option.Group group : Option.Group.values()) {
      if (group == Option.Group.LISTING && what != Command.LIST) {
        continue;
      }
      ArgGroupSpec.Builder options =
          ArgGroupSpec.builder()
              .validate(false)
              .exclusive(false)
              .heading("%n" + group.heading() + "%n");
      for (Option option : Option.values()) {
        if (option.group() == group) {
          options.addArg(spec(option));
        }
      }
      command.addArgGroup(options.build());
    }
    return command;
  }

  private static OptionSpec spec(Option option) {
    OptionSpec.Builder spec =
        OptionSpec.builder(option.names()[0], otherNames(option))
            .description(option.description())
            .usageHelp(option == Option.HELP)
            .versionHelp(option == Option.VERSION);
    List<String> words = Listing.words(option);
    return (option.isFlag()
            ? spec.type(boolean.class).arity("0")
            : spec.type(option.isFile() ? File.class : String[].class)
                .arity("1")
                .paramLabel(option.parameter())
                .completionCandidates(words.isEmpty() ? null : words))
        .build();
  }

  private static String[] otherNames(Option option) {
    List<String> names = List.of(option.names());
    return names.subList(1, names.size()).toArray(new String[0]);
  }
}
