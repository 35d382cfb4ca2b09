package gmaillabels.cli;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Prints the names of the accounts that have a stored sign-in. */
record AccountsCommand(Path tokens, Console console) {
  void run() {
    String names =
        Stream.ofNullable(tokens.toFile().listFiles(File::isFile))
            .flatMap(Stream::of)
            .map(File::getName)
            .filter(name -> name.endsWith(".json"))
            .sorted()
            .map(name -> name.replaceFirst("\\.json$", "\n"))
            .collect(joining());
    console.print(out -> out.append(names));
  }
}
