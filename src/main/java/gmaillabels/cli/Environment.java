package gmaillabels.cli;

import gmaillabels.error.CliException;
import gmaillabels.error.UsageProblems;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of a run. Working directory, home and platform are the system properties {@code
 * user.dir}, {@code user.home} and {@code os.name}. The program is the command that starts it, with
 * its file as the last word.
 */
public record Environment(
    Map<String, String> variables,
    String workingDirectory,
    String home,
    String platform,
    List<String> program,
    String version) {
  static final String NAME = "gmail-labels";

  /** Keeps an access token and the passwords of proxies out of logs and messages. */
  @Override
  public String toString() {
    return "Environment" + variables.keySet();
  }

  /** The value of a variable; an empty one counts as not set. */
  Optional<String> variable(String name) {
    return nonEmpty(variables.getOrDefault(name, ""));
  }

  /** The access token in its variable, without the line end that stored secrets often have. */
  Optional<String> accessToken() {
    return nonEmpty(variables.getOrDefault("GMAIL_LABELS_ACCESS_TOKEN", "").strip());
  }

  private static Optional<String> nonEmpty(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** Whether the terminal understands no control sequences. */
  boolean isDumbTerminal() {
    return variable("TERM").equals(Optional.of("dumb"));
  }

  /** Parses a path; the source is the option or variable that has it, for messages. */
  static Path path(String source, String text) {
    return parse(text).orElseThrow(() -> UsageProblems.unreadablePath(source, text));
  }

  private static Optional<Path> parse(String text) {
    try {
      // Java replaces bytes that the locale cannot decode by U+FFFD.
      return text.indexOf('\uFFFD') < 0 ? Optional.of(Path.of(text)) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Makes a path absolute; {@code ~} is the home directory. */
  Path resolve(Path path) {
    if (path.isAbsolute()) {
      return path;
    }
    return path.startsWith("~")
        ? homeDirectory().resolve(Path.of("~").relativize(path))
        : path("the working directory", workingDirectory).resolve(path);
  }

  /** A file in the working directory; empty if this locale cannot represent its path. */
  Optional<Path> inWorkingDirectory(String name) {
    return parse(workingDirectory).map(directory -> directory.resolve(name));
  }

  private Path homeDirectory() {
    Optional<String> variable = variable("HOME");
    String source = variable.isPresent() ? "HOME" : "the home directory";
    Path path = path(source, variable.orElse(home));
    // Java says "?" for a user who is not in the password database.
    if (!path.isAbsolute()) {
      throw UsageProblems.unknownHome();
    }
    return path;
  }

  Path configurationDirectory() {
    boolean isWindows = platform.startsWith("Windows");
    String variable = isWindows ? "APPDATA" : "XDG_CONFIG_HOME";
    String value = variable(variable).orElse("");
    // Relative values are ignored, as the XDG specification says.
    boolean counts = isWindows ? !value.isEmpty() : value.startsWith("/") || value.startsWith("~/");
    String usual = isWindows ? "~/AppData/Roaming" : "~/.config";
    return resolve(path(variable, counts ? value : usual)).resolve(NAME);
  }

  /** The command for hints: the program's name if PATH leads to it, else the full command. */
  List<String> command() {
    String[] entries =
        variable("PATH").map(path -> path.split(File.pathSeparator, -1)).orElse(new String[0]);
    try {
      Path file = resolve(path("the program", program.get(program.size() - 1)));
      for (String entry : entries) {
        Optional<Path> directory = parse(entry);
        if (directory.isPresent()) {
          Path found = resolve(directory.get()).resolve(NAME);
          if (Files.isExecutable(found)) {
            return Files.isSameFile(found, file) ? List.of(NAME) : program;
          }
        }
      }
    } catch (IOException | CliException e) {
      // The full command works in any case.
    }
    return program;
  }
}
