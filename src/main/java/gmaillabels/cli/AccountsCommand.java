package gmaillabels.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prints the names of the accounts that have a stored sign-in. */
record AccountsCommand(Path tokens, Console console) {
  private static final String SUFFIX = ".json";

  void run() {
    File[] files = tokens.toFile().listFiles(File::isFile);
    List<String> sorted =
        Stream.ofNullable(files)
            .flatMap(Stream::of)
            .map(File::getName)
            .filter(name -> name.endsWith(SUFFIX))
            .sorted()
            .toList();
    console.print(
        out -> {
          for (String file : sorted) {
            out.append(file, 0, file.length() - SUFFIX.length()).append('\n');
          }
        });
  }
}
