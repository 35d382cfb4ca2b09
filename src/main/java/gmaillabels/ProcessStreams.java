package gmaillabels;

import gmaillabels.cli.StandardStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The streams of this process, as the operating system knows them. */
final class ProcessStreams implements StandardStreams {
  private static final int S_IFMT = 0170000;
  private static final int S_IFIFO = 0010000;
  private static final int S_IFSOCK = 0140000;

  @Override
  public boolean outIsTerminal() {
    return isTerminal(1);
  }

  /**
   * Whether standard output is a pipe. A write to a pipe fails only when nobody reads it; the
   * message of the exception would say so too, but in the language of the locale.
   */
  @Override
  public boolean outIsClosedPipe() {
    try {
      int mode = (Integer) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode");
      return (mode & S_IFMT) == S_IFIFO || (mode & S_IFMT) == S_IFSOCK;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public boolean errIsTerminal() {
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
