package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What a run of the program left behind for its caller to see. */
record Run(int exitCode, String out, String err) {

  /** The permissions of a file, as in {@code rw-------}. */
  static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** What a run printed that went well and had nothing else to say. */
  String listing() {
    assertThat(err).isEmpty();
    assertThat(exitCode).isZero();
    return out;
  }

  /** The message of a run that failed with this exit code and printed nothing. */
  String failure(int expectedExitCode) {
    assertThat(exitCode).as(err).isEqualTo(expectedExitCode);
    assertThat(out).isEmpty();
    return err;
  }

  /** The same run, which went well. */
  Run succeeded() {
    assertThat(exitCode).as(err).isZero();
    return this;
  }
}
