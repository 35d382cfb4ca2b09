package gmaillabels.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The completion script for fish: a line for each command, option and word, with the condition
 * under which fish offers it and the first sentence of its help.
 */
final class FishCompletion {
  private final StringBuilder script = new StringBuilder("complete -c gmail-labels -f\n");

  private FishCompletion() {}

  static String script(Options options) {
    CommandLine program = CommandLineModel.forShowing(options);
    Map<String, CommandLine> commands = program.getSubcommands();
    FishCompletion completion = new FishCompletion();
    String noCommand = "not __fish_seen_subcommand_from " + String.join(" ", commands.keySet());
    completion.addOptions(noCommand, program.getCommandSpec());
    for (String name : commands.keySet()) {
      CommandSpec command = commands.get(name).getCommandSpec();
      completion.add(noCommand, " -a " + quoted(name), command.usageMessage().description());
      String thisCommand = "__fish_seen_subcommand_from " + name;
      for (ArgSpec word : command.positionalParameters()) {
        completion.add(thisCommand, value(word), word.description());
      }
      completion.addOptions(thisCommand, command);
    }
    return completion.script.toString();
  }

  private void addOptions(String condition, CommandSpec command) {
    for (OptionSpec option : command.options()) {
      StringBuilder names = new StringBuilder();
      for (String name : option.names()) {
        names.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("--?", ""));
      }
      add(condition, names + value(option), option.description());
    }
  }

  private void add(String condition, String what, String[] description) {
    String firstSentence = String.join(" ", description).replaceFirst("\\.( .*)?$", "");
    script.append(
        "complete -c gmail-labels -n %s%s -d %s\n"
            .formatted(quoted(condition), what, quoted(firstSentence)));
  }

  /** The options of {@code complete} for the value of an option or a parameter. */
  private static String value(ArgSpec spec) {
    if (spec.arity().max() == 0) {
      return "";
    }
    if (spec.type() == Path.class) {
      return " -r -F";
    }
    if (spec instanceof OptionSpec option && option.longestName().equals("--account")) {
      return " -x -a '(gmail-labels accounts 2> /dev/null)'";
    }
    Iterable<String> words = spec.completionCandidates();
    if (words == null) {
      return " -x";
    }
    boolean isList = spec.paramLabel().contains(",");
    return " -x -a "
        + quoted(
            isList
                ? "(__fish_complete_list , 'string split , %s')".formatted(String.join(",", words))
                : String.join(" ", words));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
