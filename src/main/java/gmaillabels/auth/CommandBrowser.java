package gmaillabels.auth;

import gmaillabels.auth.InstalledAppFlow.Browser;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens pages with the commands in {@code BROWSER}, then with the platform's opener. AWT could do
 * so too, but it needs a display, and throws errors if there is none.
 */
public final class CommandBrowser implements Browser {
  /** Keeps Ctrl-C and Ctrl-Z in the terminal from reaching the browser. */
  private static final List<String> IN_OWN_SESSION =
      List.of("sh", "-c", "command -v setsid > /dev/null && exec setsid \"$@\"; exec \"$@\"", "sh");

  /** An escaped character, a text in quotes, or a {@code %s} outside of both. */
  private static final Pattern PART =
      Pattern.compile("\\\\.|'[^']*'|\"(?:\\\\.|[^\"\\\\])*\"|%s", Pattern.DOTALL);

  private final Map<String, String> variables;
  private final String platform;

  public CommandBrowser(Map<String, String> variables, String platform) {
    this.variables = variables;
    this.platform = platform;
  }

  @Override
  public boolean open(URI page) {
    return commands(page.toString()).stream().anyMatch(this::starts);
  }

  private List<List<String>> commands(String page) {
    List<List<String>> commands = new ArrayList<>();
    for (String command : variable("BROWSER").split(File.pathSeparator)) {
      if (!command.isBlank()) {
        String placed = command.contains("%s") ? command : command + " %s";
        commands.add(List.of("sh", "-c", place(placed, page)));
      }
    }
    if (platform.startsWith("Mac")) {
      commands.add(List.of("open", page));
    } else if (platform.startsWith("Windows")) {
      commands.add(List.of("rundll32", "url.dll,FileProtocolHandler", page));
    } else if (!(variable("DISPLAY") + variable("WAYLAND_DISPLAY")).isEmpty()) {
      // Without a display xdg-open starts a text browser, which takes over the terminal.
      commands.add(List.of("xdg-open", page));
    }
    return commands;
  }

  /** The command of a shell with the page in place of each {@code %s}. */
  private static String place(String command, String page) {
    return PART.matcher(command)
        .replaceAll(
            part -> {
              // A word after -c is itself a command, as in sh -c 'open %s'.
              boolean isCommand = command.substring(0, part.start()).matches("(?s).*\\s-\\w*c\\s+");
              return Matcher.quoteReplacement(placeInPart(part.group(), page, isCommand));
            });
  }

  private static String placeInPart(String part, String page, boolean isCommand) {
    String text = part.substring(1, Math.max(1, part.length() - 1));
    return switch (part.charAt(0)) {
      case '%' -> "'" + page.replace("'", "'\\''") + "'";
      case '\'' -> "'" + placeInQuotes(text, page, isCommand).replace("'", "'\\''") + "'";
      case '"' -> {
        String escaped = page.replaceAll("[$`\\\\]", "\\\\$0");
        String placed = placeInQuotes(text.replace("\\\"", "\""), escaped, isCommand);
        yield "\"" + placed.replace("\"", "\\\"") + "\"";
      }
      default -> part;
    };
  }

  private static String placeInQuotes(String text, String page, boolean isCommand) {
    return isCommand ? place(text, page) : text.replace("%s", page);
  }

  private String variable(String variable) {
    return variables.getOrDefault(variable, "");
  }

  private boolean starts(List<String> command) {
    List<String> arguments =
        new ArrayList<>(platform.startsWith("Windows") ? List.of() : IN_OWN_SESSION);
    arguments.addAll(command);
    try {
      Process process =
          new ProcessBuilder(arguments)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      // A command that fails does so within two seconds; one that runs longer is a browser.
      process.onExit().completeOnTimeout(process, 2, TimeUnit.SECONDS).join();
      return process.isAlive() || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
