package gmaillabels.cli;

import gmaillabels.cli.Option.Group;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help, in picocli's layout and with the words of a resource. */
final class HelpText {
  static final ResourceBundle WORDS = ResourceBundle.getBundle("gmaillabels.cli.help", Locale.ROOT);

  private HelpText() {}

  static String of(Command command, boolean toTerminal) {
    CommandLine program = CommandLineModel.parser().setResourceBundle(WORDS);
    CommandLine explained = program.getSubcommands().getOrDefault(Option.word(command), program);
    UsageMessageSpec usage = explained.getCommandSpec().usageMessage();
    int width = usage.autoWidth(toTerminal).width();
    usage.autoWidth(false).width(Math.min(Math.max(width, 60), 100)).abbreviateSynopsis(true);
    usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpText::optionList);
    return explained.getUsageMessage();
  }

  /** The options of a group that the command uses. */
  static List<OptionSpec> options(CommandSpec command, Group group) {
    String used = WORDS.getString(command.qualifiedName(".") + ".options");
    return group.options.stream()
        .map(Option::name)
        .filter(name -> name.matches(used))
        .map(command::findOption)
        .toList();
  }

  /** The options that the command uses, under headings. */
  private static String optionList(Help help) {
    StringBuilder text = new StringBuilder();
    for (Group group : Group.values()) {
      Help.Layout layout = help.createDefaultLayout();
      options(help.commandSpec(), group)
          .forEach(option -> layout.addOption(option, help.parameterLabelRenderer()));
      if (!layout.toString().isEmpty()) {
        text.append("%n%s%n%s".formatted(WORDS.getString(Option.word(group)), layout));
      }
    }
    return text.toString();
  }
}
