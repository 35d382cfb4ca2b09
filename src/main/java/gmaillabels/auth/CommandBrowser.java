package gmaillabels.auth;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Opens pages with the commands in {@code BROWSER}, then with the platform's opener. No AWT: it
 * takes a display to load, and its errors are not exceptions.
 */
public final class CommandBrowser implements Browser {
  /** A command that failed says so within this time; one that still runs is taken for a browser. */
  private static final long FAILS_WITHIN_SECONDS = 2;

  private final Map<String, String> variables;
  private final String operatingSystem;

  /**
   * Creates a browser.
   *
   * @param variables the environment
   * @param operatingSystem the name as the system property {@code os.name} has it
   */
  public CommandBrowser(Map<String, String> variables, String operatingSystem) {
    this.variables = variables;
    this.operatingSystem = operatingSystem.toLowerCase(Locale.ROOT);
  }

  @Override
  public void open(URI page) {
    for (List<String> command : commands(page.toString())) {
      if (started(command)) {
        return;
      }
    }
  }

  /** The commands to try, first to last. */
  List<List<String>> commands(String page) {
    List<List<String>> commands = new ArrayList<>();
    for (String command : variables.getOrDefault("BROWSER", "").split(File.pathSeparator)) {
      if (!command.isBlank()) {
        commands.add(words(command.strip(), page));
      }
    }
    if (operatingSystem.contains("mac")) {
      commands.add(List.of("open", page));
    } else if (operatingSystem.contains("windows")) {
      commands.add(List.of("rundll32", "url.dll,FileProtocolHandler", page));
    } else if (variables.containsKey("DISPLAY") || variables.containsKey("WAYLAND_DISPLAY")) {
      // Without a display xdg-open starts a text browser that fights for the terminal.
      commands.add(List.of("xdg-open", page));
    }
    return commands;
  }

  private static List<String> words(String command, String page) {
    List<String> words = new ArrayList<>();
    boolean placed = false;
    for (String word : command.split("\\s+")) {
      placed |= word.contains("%s");
      words.add(word.replace("%s", page));
    }
    if (!placed) {
      words.add(page);
    }
    return words;
  }

  private static boolean started(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      return !process.waitFor(FAILS_WITHIN_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
