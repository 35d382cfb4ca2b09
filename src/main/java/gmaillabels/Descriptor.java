package gmaillabels;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kind of file behind a standard stream, by the POSIX file mode. */
final class Descriptor {
  private static final int TYPE = 0170000;
  private static final int PIPE = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int SOCKET = 0140000;

  private Descriptor() {}

  static boolean isPipeOrSocket(int descriptor) {
    int type = type(descriptor);
    return type == PIPE || type == SOCKET;
  }

  /**
   * As {@code isatty} has it, which Java offers for standard input and output together alone. A
   * shell is asked instead, but not about pipes, files and {@code /dev/null}.
   */
  static boolean isTerminal(int descriptor) {
    if (File.separatorChar == '\\') {
      return System.console() != null;
    }
    try {
      return type(descriptor) == CHARACTER_DEVICE
          && !Files.isSameFile(path(descriptor), Path.of("/dev/null"))
          && new ProcessBuilder("test", "-t", "" + descriptor).inheritIO().start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private static int type(int descriptor) {
    try {
      return (Integer) Files.getAttribute(path(descriptor), "unix:mode") & TYPE;
    } catch (IOException | UnsupportedOperationException e) {
      return 0;
    }
  }

  private static Path path(int descriptor) {
    return Path.of("/dev/fd/" + descriptor);
  }
}
