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

/**
 * Opens pages with the commands in {@code BROWSER}, then with the platform's opener. AWT could do
 * so too, but needs a display to load, and throws errors where there is none.
 */
public final class CommandBrowser implements Browser {
  /** Otherwise Ctrl-C and Ctrl-Z in the terminal would reach the browser, too. */
  private static final List<String> IN_OWN_SESSION =
      List.of("sh", "-c", "command -v setsid > /dev/null && exec setsid \"$@\"; exec \"$@\"", "sh");

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
        // A shell reads it, quotes included; the page is one of its words.
        String placed = command.contains("%s") ? command : command + " %s";
        String script = placed.replaceAll("[\"']?%s[\"']?", "\"\\$1\"");
        commands.add(List.of("sh", "-c", script, "sh", page));
      }
    }
    if (platform.startsWith("Mac")) {
      commands.add(List.of("open", page));
    } else if (platform.startsWith("Windows")) {
      commands.add(List.of("rundll32", "url.dll,FileProtocolHandler", page));
    } else if (!(variable("DISPLAY") + variable("WAYLAND_DISPLAY")).isEmpty()) {
      // Without a display xdg-open starts a text browser that fights for the terminal.
      commands.add(List.of("xdg-open", page));
    }
    return commands;
  }

  private String variable(String variable) {
    return variables.getOrDefault(variable, "");
  }

  private boolean starts(List<String> command) {
    List<String> whole =
        new ArrayList<>(platform.startsWith("Windows") ? List.of() : IN_OWN_SESSION);
    whole.addAll(command);
    try {
      Process process =
          new ProcessBuilder(whole)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      // A command that fails does so within two seconds; one that still runs is a browser.
      process.onExit().completeOnTimeout(process, 2, TimeUnit.SECONDS).join();
      return process.isAlive() || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
