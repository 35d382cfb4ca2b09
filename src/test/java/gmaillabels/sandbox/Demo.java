package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Shows the built jar at work against a sandbox, for people who have no OAuth client yet. It fails
 * if the program does anything but what it is meant to show.
 */
public final class Demo {

  private static final String LABELS =
      """
      INBOX
      SENT
      Work
      Work/Clients
      Work/Clients/Acme
      영수증
      🎉 Party
      """;

  private final Path folder;
  private final Map<String, String> variables;

  private Demo(Path folder, Map<String, String> variables) {
    this.folder = folder;
    this.variables = variables;
  }

  /** Runs the jar whose path is the argument. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 1) {
      throw new IllegalArgumentException("Usage: Demo JAR");
    }
    Path folder = Files.createTempDirectory("gmail-labels-demo");
    try (SandboxGoogle google = SandboxGoogle.start()) {
      google.labels(LABELS.lines().map(name -> SandboxLabel.user("Label_" + name, name)).toList());
      google.writeCredentials(folder.resolve("credentials.json"));
      Files.copy(Path.of(args[0]), folder.resolve("gmail-labels.jar"));
      Map<String, String> variables =
          Map.of(
              "PATH",
              Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"),
              "HOME",
              folder.toString(),
              "BROWSER",
              SandboxBrowser.command(folder, "allow").toString(),
              "GMAIL_LABELS_API_URL",
              google.url().toString());
      new Demo(folder, variables).show(google);
    } finally {
      delete(folder);
    }
  }

  private void show(SandboxGoogle google) throws IOException, InterruptedException {
    say(
        """
        # Google is a sandbox on this machine, which GMAIL_LABELS_API_URL and credentials.json name;
        # BROWSER is a script that allows everything, HOME a new folder. Nothing leaves this machine.

        # The first run signs in through the browser:\
        """);
    expect(
        "To let this program see.*Ctrl-C stops\\.\n" + Pattern.quote(LABELS),
        "java -jar gmail-labels.jar");
    say("# From then on it just lists:");
    expect(Pattern.quote(LABELS), "java -jar gmail-labels.jar");
    say("# A part of them, for a script:");
    expect("Work\nWork/Clients\nWork/Clients/Acme\n", "java -jar gmail-labels.jar | grep '^Work'");
    google.revokeGrants();
    say("# The person has removed the access, and a cron job cannot sign in:");
    expect(
        "gmail-labels: the sign-in has ended.*\nexit 4\n",
        "java -jar gmail-labels.jar --no-input; echo \"exit $?\"");
  }

  private static void say(String text) {
    System.out.println(text);
    System.out.flush();
  }

  /** Shows a command as it is typed, and what it prints while it runs. */
  private void expect(String pattern, String command) throws IOException, InterruptedException {
    Pattern meant = Pattern.compile(pattern, Pattern.DOTALL);
    say("$ " + command);
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    byte[] some = new byte[8192];
    try (InputStream output = process.getInputStream()) {
      for (int n = output.read(some); n >= 0; n = output.read(some)) {
        System.out.write(some, 0, n);
        System.out.flush();
        shown.write(some, 0, n);
      }
    }
    say("");
    if (process.waitFor() != 0 || !meant.matcher(shown.toString(UTF_8)).matches()) {
      throw new IllegalStateException("Not what the demo is meant to show: " + command);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
