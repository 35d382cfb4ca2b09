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

  /** {@link System#console} cannot tell standard output from standard input. */
  private static boolean isTerminal(int descriptor) {
    try {
      // Of a pipe the link leads nowhere, so it must not be followed.
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return System.console() != null;
    }
  }
}
