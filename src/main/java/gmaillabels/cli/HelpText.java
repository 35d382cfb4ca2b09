package gmaillabels.cli;

import gmaillabels.error.ExitCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help, in picocli's layout and with the words of a resource. */
final class HelpText {
  private static final ResourceBundle WORDS =
      ResourceBundle.getBundle("gmaillabels.cli.help", Locale.ROOT);

  private HelpText() {}

  static String of(CommandLine command, boolean toTerminal) {
    CommandLine root = Objects.requireNonNullElse(command.getParent(), command);
    root.setResourceBundle(WORDS);
    root.setInterpolateVariables(true);
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    int width = usage.autoWidth(toTerminal).width();
    usage.autoWidth(false).width(Math.min(Math.max(width, 60), 100));
    usage.abbreviateSynopsis(true).commandListHeading("%nCommands:%n");
    usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpText::optionList);
    if (command == root) {
      Map<String, String> exitCodes = new LinkedHashMap<>();
      for (ExitCode exitCode : ExitCode.values()) {
        exitCodes.put(String.valueOf(exitCode.code()), exitCode.meaning());
      }
      exitCodes.put("130", "interrupted");
      usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes);
    }
    return command.getUsageMessage();
  }

  private static String optionList(Help help) {
    Command command = Command.of(help.commandSpec().name()).orElse(Command.LIST);
    StringBuilder text = new StringBuilder();
    CommandLineModel.options()
        .forEach(
            (heading, group) -> {
              Help.Layout layout = help.createDefaultLayout();
              group.stream()
                  .map(OptionSpec::longestName)
                  .filter(command::uses)
                  .map(help.commandSpec()::findOption)
                  .forEach(option -> layout.addOption(option, help.parameterLabelRenderer()));
              if (!layout.toString().isEmpty()) {
                text.append("%n%s%n%s".formatted(WORDS.getString(heading), layout));
              }
            });
    return text.toString();
  }
}
