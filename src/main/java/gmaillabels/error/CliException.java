package gmaillabels.error;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The end of a run that did not do what was asked; see {@link Problem}. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String hint;

  CliException(ExitCode exitCode, String what, String hint, Throwable cause) {
    super(what, cause);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** What the user can do about it; empty where there is nothing to say. */
  public String hint() {
    return hint;
  }

  /** The words of the operating system where it has any, else the name of the exception. */
  public static String reason(Throwable cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "a file is in the way";
    }
    if (cause instanceof NoSuchFileException) {
      return "no such folder";
    }
    String words = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    return words == null ? cause.getClass().getSimpleName() : words;
  }
}
