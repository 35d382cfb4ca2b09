package gmaillabels.programs;

import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.file.Path;

/** Runs the sandbox for people who want to try the program by hand. */
public final class SandboxServer {

  private SandboxServer() {}

  /** Writes credentials.json into the given folder and serves until standard input ends. */
  public static void main(String[] args) throws IOException {
    try (SandboxGoogle google = SandboxGoogle.start()) {
      google.writeCredentials(Path.of(args[0], "credentials.json"));
      System.out.println(google.url());
      while (System.in.read() >= 0) {
        // Only the end of the input matters.
      }
    }
  }
}
