package gmaillabels.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prints the names of the accounts that have a stored sign-in. */
record AccountsCommand(Path tokens, Console console) {
  private static final String SUFFIX = ".json";

  void run() {
    String[] files = tokens.toFile().list((directory, name) -> name.endsWith(SUFFIX));
    List<String> sorted = Stream.ofNullable(files).flatMap(Stream::of).sorted().toList();
    console.print(
        out -> {
          for (String file : sorted) {
            out.append(file, 0, file.length() - SUFFIX.length()).append('\n');
          }
        });
  }
}
