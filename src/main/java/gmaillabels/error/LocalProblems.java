package gmaillabels.error;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Failures on this machine: of token files, of standard output, of the program itself. */
public final class LocalProblems {
  private LocalProblems() {}

  public static CliException internalError(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    Hint hint = c -> "Run it again with --verbose to see where it happened.";
    return new CliException(Problem.INTERNAL_ERROR, "something unexpected happened", name, hint)
        .causedBy(cause);
  }

  public static CliException outputNotWritten(IOException cause) {
    Hint hint = c -> "The output is incomplete; do not use it.";
    return failed(
        Problem.OUTPUT_NOT_WRITTEN, "cannot write the output", "standard output", cause, hint);
  }

  public static CliException tokensNotStored(Path file, IOException cause) {
    Hint hint =
        c -> "Correct that, or choose another folder with --tokens=DIR, then run: " + c.login();
    return failed(Problem.TOKENS_NOT_STORED, "cannot store the sign-in", file, cause, hint);
  }

  public static CliException tokensNotReadable(Path path, IOException cause) {
    Hint hint = c -> "Correct that, or choose another folder with --tokens=DIR.";
    return failed(Problem.TOKENS_NOT_READABLE, "cannot read the token file", path, cause, hint);
  }

  /** Also says whether the access was revoked at Google. */
  public static CliException tokensNotDeleted(
      Path file, IOException cause, Optional<CliException> notRevoked) {
    String atGoogle =
        notRevoked
            .map(e -> ", and the access was not revoked at Google: " + e.getMessage())
            .orElse(", but its tokens are no longer valid");
    Hint hint =
        c ->
            notRevoked.isPresent()
                ? "The file still holds your sign-in: delete it yourself, and remove the access at"
                    + " https://myaccount.google.com/connections"
                : "Delete it yourself.";
    String what = "cannot delete the token file (%s: %s)".formatted(file, IoReason.of(cause));
    return new CliException(Problem.TOKENS_NOT_DELETED, what + atGoogle, hint).causedBy(cause);
  }

  private static CliException failed(
      Problem problem, String what, Object place, IOException cause, Hint hint) {
    String reason = IoReason.of(cause);
    return new CliException(problem, what, place + ": " + reason, hint).causedBy(cause);
  }
}
