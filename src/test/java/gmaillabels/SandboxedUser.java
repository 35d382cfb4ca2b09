package gmaillabels;

import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import gmaillabels.sandbox.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A user with an empty home and with {@code credentials.json} in the working directory, whose only
 * network is a sandbox.
 */
class SandboxedUser implements AutoCloseable {
  /** What a listing prints unless a test has other labels. */
  static final String LABELS = "INBOX\nWork\n";

  final SandboxGoogle google;
  private final TempFolder temporary = TempFolder.create();
  final Path folder = temporary.path();
  final Path home = folder.resolve("home");
  final Path work = folder.resolve("work");
  final Path credentials = work.resolve("credentials.json");
  final Map<String, String> variables = new TreeMap<>();

  SandboxedUser(SandboxGoogle google) {
    this.google = google;
    try {
      Files.createDirectory(home);
      Files.createDirectory(work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    variables.put("GMAIL_LABELS_API_URL", google.url().toString());
    google.writeCredentials(credentials);
    google.labels(List.of(SandboxLabel.system("INBOX"), SandboxLabel.user("Label_1", "Work")));
  }

  @Override
  public void close() {
    google.close();
    temporary.close();
  }

  /** Where the sign-in is stored unless a test says otherwise. */
  Path tokenFile() {
    return tokenFile("default");
  }

  Path tokenFile(String account) {
    return home.resolve(".config/gmail-labels/tokens").resolve(account + ".json");
  }

  /** The token in a token file that begins so. */
  static String token(Path file, String start) throws IOException {
    return Files.readString(file).replaceAll("(?s).*(" + start + "[^\"]+).*", "$1");
  }

  /** The text with names for what differs from machine to machine. */
  String legible(String text) {
    return text.replace(google.host(), "HOST")
        .replace(tokenFile().getParent().toString(), "TOKENS")
        .replace(home.toString(), "HOME")
        .replace(work.toString(), "WORK");
  }
}
