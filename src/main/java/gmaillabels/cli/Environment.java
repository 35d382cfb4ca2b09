package gmaillabels.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run takes from the process around it. The platform is the system property {@code os.name};
 * the program is the words with which it was started, the last of which is its file.
 */
public record Environment(
    Map<String, String> variables,
    Path workingDirectory,
    String home,
    String platform,
    List<String> program,
    String version) {
  static final String NAME = "gmail-labels";

  /** The value of a variable; an empty one counts as not set. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  Path configurationDirectory() {
    if (platform.startsWith("Windows")) {
      return Path.of(variable("APPDATA").orElse(home + "/AppData/Roaming"), NAME);
    }
    String directory = variable("XDG_CONFIG_HOME").orElse("");
    // The XDG specification has relative values ignored.
    return Path.of(directory.startsWith("/") ? directory : home + "/.config", NAME);
  }

  /** The words that start the program again: its name alone, if that leads to it. */
  List<String> command() {
    Path file = workingDirectory.resolve(program.get(program.size() - 1));
    Optional<Path> found =
        Stream.of(variable("PATH").orElse("").split(File.pathSeparator))
            .map(directory -> workingDirectory.resolve(directory).resolve(NAME))
            .filter(Files::isExecutable)
            .findFirst();
    try {
      return found.isPresent() && Files.isSameFile(found.get(), file) ? List.of(NAME) : program;
    } catch (IOException e) {
      return program;
    }
  }
}
