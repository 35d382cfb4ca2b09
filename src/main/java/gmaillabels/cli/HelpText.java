package gmaillabels.cli;

import static java.util.stream.Collectors.joining;

import gmaillabels.cli.Option.Group;
import gmaillabels.error.Problem;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help, in picocli's layout and with the words of a resource. */
final class HelpText {
  static final ResourceBundle WORDS = ResourceBundle.getBundle("gmaillabels.cli.help", Locale.ROOT);

  private HelpText() {}

  /** How to use the command, or the program if the topic is empty. */
  static String of(String topic, boolean toTerminal) {
    CommandLine root = CommandLineModel.parser().setResourceBundle(WORDS);
    CommandLine command = topic.isEmpty() ? root : root.getSubcommands().get(topic);
    if (command == null) {
      throw Problem.NO_COMMAND.with(topic, "", Console.quoted(topic));
    }
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    int width = usage.autoWidth(toTerminal).width();
    usage.autoWidth(false).width(Math.min(Math.max(width, 60), 100)).abbreviateSynopsis(true);
    usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpText::optionList);
    return command.getUsageMessage();
  }

  private static String optionList(Help help) {
    return Stream.of(Group.values()).map(group -> section(help, group)).collect(joining());
  }

  /** The options of the group that the command uses, under a heading. */
  private static String section(Help help, Group group) {
    String used = WORDS.getString(help.commandSpec().qualifiedName(".") + ".options");
    Help.Layout layout = help.createDefaultLayout();
    for (Option<?> option : group.options) {
      if (option.name().matches(used)) {
        layout.addOption(
            help.commandSpec().findOption(option.name()), help.parameterLabelRenderer());
      }
    }
    String options = layout.toString();
    return options.isEmpty()
        ? ""
        : "%n%s%n%s".formatted(WORDS.getString(Option.word(group)), options);
  }
}
