package gmaillabels.cli;

import gmaillabels.error.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

final class HelpText {
  private HelpText() {}

  static String of(Options options, boolean toTerminal) {
    CommandLine program = CommandLineModel.forShowing(options);
    UsageMessageSpec general = program.getCommandSpec().usageMessage();
    Map<String, String> exitCodes = new LinkedHashMap<>();
    for (ExitCode exit : ExitCode.values()) {
      exitCodes.put("" + exit.code(), exit.meaning());
    }
    general
        .commandListHeading("%nCommands:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes)
        .footerHeading("%nExamples:%n")
        .footer(
            "  gmail-labels --type=user | grep -i invoice",
            "  gmail-labels --unread --counts --format=table --sort=unread",
            "  gmail-labels --no-input -0 | xargs -0 -n1 echo label:");
    CommandLine explained = program.getSubcommands().getOrDefault(options.command.word(), program);
    UsageMessageSpec usage = explained.getCommandSpec().usageMessage();
    int width = usage.autoWidth(toTerminal).width();
    usage
        .autoWidth(false)
        .width(Math.min(Math.max(width, 60), 100))
        .abbreviateSynopsis(true)
        .sortOptions(false);
    return explained.getUsageMessage();
  }
}
