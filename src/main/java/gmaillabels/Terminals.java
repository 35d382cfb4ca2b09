package gmaillabels;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/** Tells whether a standard stream is a terminal, and checks each stream only once. */
final class Terminals implements IntPredicate {
  private static final int FILE_TYPE = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;

  private final Map<Integer, Boolean> known = new ConcurrentHashMap<>();

  @Override
  public boolean test(int descriptor) {
    return known.computeIfAbsent(descriptor, Terminals::isTerminal);
  }

  /**
   * Does what {@code isatty} does, which Java has only for standard input and output together. If
   * the check fails, standard output counts as a terminal, so that names are escaped.
   */
  private static boolean isTerminal(int descriptor) {
    if (File.separatorChar == '\\') {
      return System.console() != null;
    }
    if (isKnownNotToBeATerminal(descriptor)) {
      return false;
    }
    try {
      // With the shell's full path, because PATH may not contain its folder.
      String test = "test -t " + descriptor;
      int exitCode = new ProcessBuilder("/bin/sh", "-c", test).inheritIO().start().waitFor();
      return exitCode == 0 || (exitCode > 1 && descriptor == 1);
    } catch (IOException | InterruptedException e) {
      return descriptor == 1;
    }
  }

  /** Recognizes pipes, files and {@code /dev/null} without starting a process. */
  private static boolean isKnownNotToBeATerminal(int descriptor) {
    Path path = Path.of("/dev/fd/" + descriptor);
    try {
      int mode = (Integer) Files.getAttribute(path, "unix:mode");
      return (mode & FILE_TYPE) != CHARACTER_DEVICE || Files.isSameFile(path, Path.of("/dev/null"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
