package gmaillabels;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The built jar in processes of its own, run by the Java that runs the tests; or the start script
 * of an unpacked archive. They see an empty home, a working directory with {@code
 * credentials.json}, and no environment but {@link #variables}.
 */
final class JarProcess extends SandboxedUser {
  static final Path JAR = Path.of(System.getProperty("jar.path"));

  /** The jar, or the start script. */
  static final Path PROGRAM = Path.of(System.getProperty("program.path"));

  /** What a sign-in prints, {@link #legible}. */
  static final String PROMPT =
      """
      To let this program see your Gmail labels, open this address in a browser on this machine:

        PAGE

      Waiting for 300 seconds. Ctrl-C stops.
      """;

  /** What a listing prints that has signed in, {@link #legible}. */
  static final String SIGNED_IN = PROMPT + "Signed in as me@example.org\n";

  /**
   * A launcher after which Ctrl-C reaches the program and what it started. A build that runs in the
   * background ignores the signal, and would hand that down.
   */
  static final List<String> OF_ITS_OWN_GROUP = List.of("setsid", "env", "--default-signal=INT");

  private static final int LONGEST_RUN_SECONDS = 60;

  /** What runs the program. */
  List<String> command =
      PROGRAM.equals(JAR)
          ? List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-jar",
              JAR.toString())
          : List.of(PROGRAM.toString());

  private JarProcess() {
    super(SandboxGoogle.start());
    variables.putAll(google.environment(folder));
    variables.put("HOME", home.toString());
    // Google's libraries read these.
    variables.put("GOOGLE_CLOUD_UNIVERSE_DOMAIN", "example.org");
    variables.put("GOOGLE_API_USE_MTLS_ENDPOINT", "always");
    variables.put("GOOGLE_API_USE_CLIENT_CERTIFICATE", "true");
    variables.put("GOOGLE_SDK_JAVA_LOGGING", "true");
  }

  static JarProcess create() {
    return new JarProcess();
  }

  Path credentials() {
    return credentials;
  }

  /** Whether the user does {@code allow} or {@code deny} it, or just does {@code open} the page. */
  void decide(String decision) {
    variables.put("BROWSER", SandboxBrowser.command(folder, decision).toString());
  }

  /** Signs in, and forgets the requests that were for it. */
  void signIn(String... arguments) throws IOException, InterruptedException {
    runIn("\"$@\" login", arguments).succeeded();
    google.clearRequests();
  }

  Run run(String... arguments) throws IOException, InterruptedException {
    try (Running running = start(List.of(), arguments)) {
      return running.end();
    }
  }

  /** The same from a script of bash, in which {@code "$@"} is the program with its arguments. */
  Run runIn(String script, String... arguments) throws IOException, InterruptedException {
    try (Running running = start(List.of("bash", "-c", script, "bash"), arguments)) {
      return running.end();
    }
  }

  /** The rest of the test needs this program. */
  void assumeInstalled(String program) throws IOException, InterruptedException {
    assumeTrue(runIn("command -v " + program).exitCode() == 0, program + " is not installed");
  }

  /** Starts the program through a command that takes the program's command line at its end. */
  Running start(List<String> launcher, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(launcher);
    all.addAll(command);
    all.addAll(List.of(arguments));
    // Files, because a pipe would stay open for as long as a browser that inherits it.
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(work.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    return new Running(process, out, err);
  }

  @Override
  String legible(String text) {
    String called = text.replaceAll("http://127\\S+/o/oauth2/v2/auth\\?\\S+", "PAGE");
    return super.legible(
        called
            .replace("'" + PROGRAM + "'", "java -jar " + PROGRAM)
            .replace(PROGRAM.toString(), "JAR"));
  }

  /** A started process, which does not outlive this object. */
  record Running(Process process, Path out, Path err) implements AutoCloseable {

    /** Waits for the end, which must come in a minute. */
    Run end() throws IOException, InterruptedException {
      if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "Still running:\n" + Files.readString(out) + Files.readString(err));
      }
      return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Ctrl-C, for a process that leads its own group. */
    void interrupt() throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start().waitFor();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
