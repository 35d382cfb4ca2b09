package gmaillabels.cli;

import static java.util.stream.Collectors.joining;

import gmaillabels.auth.Account;
import gmaillabels.error.LocalProblems;
import java.io.File;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Prints the names of the accounts that have a stored sign-in, for use with {@code --account}. */
final class AccountsCommand {
  private final Path tokens;
  private final Console console;

  AccountsCommand(Path tokens, Console console) {
    this.tokens = tokens;
    this.console = console;
  }

  void run() {
    File[] files = Files.notExists(tokens) ? new File[0] : tokens.toFile().listFiles(File::isFile);
    if (files == null) {
      String reason = "not a folder that you may read";
      throw LocalProblems.tokensNotReadable(
          tokens, new FileSystemException(tokens.toString(), null, reason));
    }
    String names =
        Stream.of(files)
            .map(File::getName)
            .flatMap(name -> Account.ofFile(name).stream())
            .map(account -> account.name() + "\n")
            .sorted()
            .collect(joining());
    console.print(out -> out.append(names));
  }
}
