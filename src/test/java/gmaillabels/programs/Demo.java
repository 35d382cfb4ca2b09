package gmaillabels.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import gmaillabels.sandbox.TempFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

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
  private final SandboxGoogle google;

  private Demo(Path folder, SandboxGoogle google) {
    this.folder = folder;
    this.google = google;
  }

  /** Runs the jar in the folder that the argument names. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (TempFolder temporary = TempFolder.create();
        SandboxGoogle google = SandboxGoogle.start()) {
      Path folder = temporary.path();
      google.labels(SandboxLabel.named(LABELS.split("\n")));
      google.writeCredentials(folder.resolve("credentials.json"));
      String jar = "gmail-labels.jar";
      Files.copy(Path.of(args[0], jar), folder.resolve(jar));
      new Demo(folder, google).show();
    }
  }

  private void show() throws IOException, InterruptedException {
    print(
        """
        # Google is a sandbox on this machine, which GMAIL_LABELS_API_URL and credentials.json name;
        # BROWSER is a script that allows everything, HOME a new folder. Nothing leaves this machine.

        # The first run signs in through the browser:\
        """);
    expect(
        "To let this program see.*Ctrl-C stops\\.\nSigned in as me@example\\.org\n"
            + Pattern.quote(LABELS),
        "java -jar gmail-labels.jar");
    print("# From then on it just lists:");
    expect(Pattern.quote(LABELS), "java -jar gmail-labels.jar");
    print("# A part of them, for a script:");
    expect("Work\nWork/Clients\nWork/Clients/Acme\n", "java -jar gmail-labels.jar | grep '^Work'");
    google.revokeGrants();
    print("# The user has removed the access, and a cron job cannot sign in:");
    expect(
        "gmail-labels: the sign-in has ended.*\nexit 4\n",
        "java -jar gmail-labels.jar --no-input; echo \"exit $?\"");
  }

  private static void print(String text) {
    System.out.println(text);
    System.out.flush();
  }

  /** Shows a command as it is typed, and what it has printed. */
  private void expect(String pattern, String command) throws IOException, InterruptedException {
    print("$ " + command);
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
    builder.directory(folder.toFile()).environment().clear();
    Path java = Path.of(System.getProperty("java.home"), "bin");
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", java + ":" + System.getenv("PATH"),
                "HOME", folder.toString(),
                "BROWSER", SandboxBrowser.command(folder, "allow").toString(),
                "GMAIL_LABELS_API_URL", google.url().toString()));
    Process process = builder.start();
    process.getOutputStream().close();
    String shown = new String(process.getInputStream().readAllBytes(), UTF_8);
    print(shown);
    if (process.waitFor() != 0
        || !Pattern.compile(pattern, Pattern.DOTALL).matcher(shown).matches()) {
      throw new IllegalStateException("Not what the demo is meant to show: " + command);
    }
  }
}
