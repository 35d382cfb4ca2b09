package gmaillabels.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import gmaillabels.sandbox.TempFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Shows the built jar at work against a sandbox, for people who have no OAuth client yet. It fails
 * if the program does anything but what it is meant to show.
 */
public final class Demo {
  private static final String USER_LABELS =
      """
      Work
      Work/Clients
      Work/Clients/Acme
      Work/Urgent
      영수증
      Café
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
      google.labels(SandboxLabel.mailbox());
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

        # The first run signs in through the browser. (The address is shortened here.)\
        """);
    expect(
        "To let this program see.*Ctrl-C stops\\.\nSigned in as me@example\\.org\nCHAT\n.*"
            + Pattern.quote(USER_LABELS),
        "java -jar gmail-labels.jar");
    print("# From then on it just lists. Most people want their own labels, not Gmail's:");
    expect(Pattern.quote(USER_LABELS), "java -jar gmail-labels.jar --type=user");
    print("# Or a tree, with unread and all messages:");
    expect(
        "Work \\(8/410\\)\n├── Clients \\(2/96\\)\n.*",
        "java -jar gmail-labels.jar --match=work --format=tree --counts");
    print("# A script finds a label, or learns that there is none:");
    expect("Label_4\n", "java -jar gmail-labels.jar --name=Work/Urgent --fields=id");
    expect(
        "gmail-labels: .*\nexit 7\n",
        "java -jar gmail-labels.jar --name=Nowhere; echo \"exit $?\"");
    google.authorization.revokeGrants();
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
    builder.environment().putAll(google.environment(folder));
    builder.environment().merge("PATH", java + ":", (path, before) -> before + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String shown = new String(process.getInputStream().readAllBytes(), UTF_8);
    print(shown.replaceAll("(/auth\\?.{40})\\S+", "$1…"));
    if (process.waitFor() != 0
        || !Pattern.compile(pattern, Pattern.DOTALL).matcher(shown).matches()) {
      throw new IllegalStateException("Not what the demo is meant to show: " + command);
    }
  }
}
