package gmaillabels.cli;

import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prints the names of the accounts that have a stored sign-in. */
record AccountsCommand(Path tokens, Console console) {
  private static final String SUFFIX = ".json";

  void run() {
    console.print(
        out -> {
          for (String name : names()) {
            out.append(name).append('\n');
          }
        });
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(tokens)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw Problem.TOKENS_UNREADABLE.because(e, tokens, CliException.reason(e));
    }
  }
}
