package gmaillabels;

import gmaillabels.cli.IoStreams.Terminals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which of this process's streams are a terminal. */
final class ProcessTerminals implements Terminals {
  @Override
  public boolean in() {
    return isTerminal(0);
  }

  @Override
  public boolean out() {
    return isTerminal(1);
  }

  @Override
  public boolean err() {
    return isTerminal(2);
  }

  /**
   * As {@code isatty} has it, which Java offers for standard input and output together alone. A
   * shell can tell, but is asked only about what is neither a pipe nor a file nor {@code
   * /dev/null}.
   */
  private static boolean isTerminal(int descriptor) {
    if (FileType.of(descriptor) != FileType.CHARACTER_DEVICE || isNull(descriptor)) {
      return false;
    }
    try {
      Process test = new ProcessBuilder("sh", "-c", "test -t " + descriptor).inheritIO().start();
      return test.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isNull(int descriptor) {
    try {
      return Files.isSameFile(Path.of("/dev/fd/" + descriptor), Path.of("/dev/null"));
    } catch (IOException e) {
      return false;
    }
  }
}
