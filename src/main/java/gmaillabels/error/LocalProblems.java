package gmaillabels.error;

import java.io.IOException;
import java.nio.file.Path;

/** Failures on this machine: of token files, of standard output, of the program itself. */
public final class LocalProblems {
  private LocalProblems() {}

  public static CliException internalError(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    Hint hint = c -> "Run it again with --verbose to see where.";
    return new CliException(Problem.INTERNAL_ERROR, "something unexpected happened", name, hint)
        .causedBy(cause);
  }

  public static CliException outputNotWritten(IOException cause) {
    Hint hint = c -> "The labels that were printed are not complete; do not use them.";
    return failed(
        Problem.OUTPUT_NOT_WRITTEN, "cannot write the output", "standard output", cause, hint);
  }

  public static CliException tokensNotStored(Path file, IOException cause) {
    Hint hint =
        c -> "Correct that, or choose another folder with --tokens=DIR, then run: " + c.login();
    return failed(Problem.TOKENS_NOT_STORED, "cannot store the sign-in", file, cause, hint);
  }

  public static CliException tokensNotReadable(Path path, IOException cause) {
    Hint hint = c -> "Make it readable for you, or choose another folder with --tokens=DIR.";
    return failed(Problem.TOKENS_NOT_READABLE, "cannot read the token file", path, cause, hint);
  }

  public static CliException tokensNotDeleted(Path file, IOException cause) {
    Hint hint = c -> "It still holds your sign-in: delete it yourself.";
    return failed(Problem.TOKENS_NOT_DELETED, "cannot delete the token file", file, cause, hint);
  }

  private static CliException failed(
      Problem problem, String what, Object place, IOException cause, Hint hint) {
    String reason = IoReason.of(cause);
    return new CliException(problem, what, place + ": " + reason, hint).causedBy(cause);
  }
}
