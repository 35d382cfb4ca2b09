package gmaillabels;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/** Whether the standard streams of this process are terminals, each asked once. */
final class Terminals implements IntPredicate {
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int TYPE = 0170000;

  private final Map<Integer, Boolean> known = new ConcurrentHashMap<>();

  @Override
  public boolean test(int descriptor) {
    return known.computeIfAbsent(descriptor, Terminals::isTerminal);
  }

  /**
   * As {@code isatty}, which Java offers only for standard input and output together. Where that
   * cannot be found out, standard output counts as a terminal, so that names are escaped.
   */
  private static boolean isTerminal(int descriptor) {
    if (File.separatorChar == '\\') {
      return System.console() != null;
    }
    if (isKnownNotToBeATerminal(descriptor)) {
      return false;
    }
    try {
      // By its path, because a shell needs to be found in any PATH.
      String test = "test -t " + descriptor;
      int exitCode = new ProcessBuilder("/bin/sh", "-c", test).inheritIO().start().waitFor();
      return exitCode == 0 || (exitCode > 1 && descriptor == 1);
    } catch (IOException | InterruptedException e) {
      return descriptor == 1;
    }
  }

  /** Spares pipes, files and {@code /dev/null} the process. */
  private static boolean isKnownNotToBeATerminal(int descriptor) {
    Path path = Path.of("/dev/fd/" + descriptor);
    try {
      int mode = (Integer) Files.getAttribute(path, "unix:mode");
      return (mode & TYPE) != CHARACTER_DEVICE || Files.isSameFile(path, Path.of("/dev/null"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
