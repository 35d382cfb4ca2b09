package gmaillabels.error;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something could not be read or written. */
public final class IoReason {
  private IoReason() {}

  /** The words of the operating system where there are any, else the name of the exception. */
  public static String of(Exception e) {
    String words = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    if (words != null) {
      return words;
    }
    // Java gives these no words.
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
