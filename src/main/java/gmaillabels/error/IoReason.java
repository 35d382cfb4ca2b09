package gmaillabels.error;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something could not be read or written. */
public final class IoReason {
  private IoReason() {}

  /** The operating system's words if the exception has them, else our own or the class's name. */
  public static String of(Exception e) {
    String words = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    if (words != null) {
      return words;
    }
    // Java does not pass on the operating system's words for these.
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file already exists there";
    }
    return e instanceof NoSuchFileException
        ? "no such file or folder"
        : e.getClass().getSimpleName();
  }
}
