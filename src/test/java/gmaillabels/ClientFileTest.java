package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OAuth client's file: found, read, or refused with the reason. */
class ClientFileTest {
  @AutoClose private final Machine machine = Machine.signedOut();
  private final Path file = machine.credentials;
  private final Path configured = machine.home.resolve(".config/gmail-labels/credentials.json");

  @Test
  void missingFileIsExit3AndWalksThroughGettingOne() throws IOException {
    Files.delete(file);

    assertThat(machine.run().failure(3))
        .isEqualTo(
            """
            gmail-labels: no OAuth client file (HOME/.config/gmail-labels/credentials.json)
            This file tells Google which program is asking. You make it once, free of charge:
              1. Create a project:      https://console.cloud.google.com/projectcreate
              2. Enable the Gmail API:  https://console.cloud.google.com/apis/library/gmail.googleapis.com
              3. Set up the consent screen, and add your address as a test user:
                                        https://console.cloud.google.com/auth/overview
              4. Create a client of the type "Desktop app" and download its JSON:
                                        https://console.cloud.google.com/auth/clients
              5. Save it under the name above.
            Then run: gmail-labels login
            """);
  }

  @Test
  void configurationDirectoryComesFirstAndAByteOrderMarkDoesNotMatter() throws IOException {
    Files.createDirectories(configured.getParent());
    Files.writeString(configured, "\uFEFF" + Files.readString(file));
    Files.writeString(file, "of a stranger");

    machine.run().succeeded();
  }

  @Test
  void whatIsNoRegularFileIsExit3AtOnce() throws Exception {
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();

    for (String path : List.of("credentials.json", "/dev/zero", "/dev/null")) {
      assertThat(machine.run("--credentials=" + path).failure(3))
          .startsWith(
              "gmail-labels: the OAuth client file cannot be read: not a regular file (%s)\n"
                  .formatted(path.startsWith("/") ? path : "WORK/" + path));
    }
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(machine.run().failure(3))
        .startsWith("gmail-labels: the OAuth client file is a folder (WORK/credentials.json)");
  }

  @Test
  void xdgConfigHomeIsHonouredIfAbsolute() throws IOException {
    Path xdg = Files.createDirectories(machine.home.resolve("xdg/gmail-labels"));
    Files.move(file, xdg.resolve("credentials.json"));
    machine.variables.put("XDG_CONFIG_HOME", xdg.getParent().toString());

    machine.run().succeeded();
    assertThat(xdg.resolve("tokens/default.json")).exists();
  }

  @Test
  void optionBeatsEnvironmentBeatsDefault() {
    machine.variables.put("GMAIL_LABELS_CREDENTIALS", "from-environment.json");

    assertThat(machine.run().err()).contains("(WORK/from-environment.json)");
    assertThat(machine.run("--credentials=from-option.json").failure(3))
        .isEqualTo(
            """
            gmail-labels: there is no such OAuth client file (WORK/from-option.json)
            Correct --credentials or GMAIL_LABELS_CREDENTIALS.
            """);
    machine.run("--credentials=credentials.json").succeeded();
  }

  private static final String CLIENT =
      """
      {"installed": {"client_id": "id", "client_secret": "GOCSPX-secret",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": "https://oauth2.googleapis.com/token"}}""";

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void fileInUtf16IsExit3(String charset) throws IOException {
    Files.write(file, CLIENT.getBytes(charset));

    assertThat(machine.run().failure(3))
        .startsWith(
            "gmail-labels: the OAuth client file is in UTF-16, not in UTF-8 (WORK/credentials.json)\n");
  }

  @Test
  void secretThatIsLostIsExit3() throws IOException {
    Files.writeString(file, CLIENT.replace("client_secret", "secret"));

    assertThat(machine.run().failure(3))
        .isEqualTo(
            """
            gmail-labels: the OAuth client file has no "client_secret" (WORK/credentials.json)
            Google shows a secret only once. Add a new secret to the client, or make a new client, at https://console.cloud.google.com/auth/clients, save its JSON there, then run: gmail-labels login
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                    | the OAuth client file is empty
          ` \n`                                                 | the OAuth client file is empty
          \uFEFF                                                | the OAuth client file is empty
          {"installed": {"client_id                             | the OAuth client file is not valid JSON
          PK\3\4\0\uFFFD                                        | the OAuth client file is not valid JSON
          [1]                                                   | the OAuth client file is not valid JSON
          <!DOCTYPE html><title>Clients</title>                 | the OAuth client file is a web page, not JSON
          ` \n<html>`                                           | the OAuth client file is a web page, not JSON
          {}                                                    | the OAuth client file has no "installed" part, so it is not of a desktop app
          {"installed": 1}                                      | the OAuth client file has no "installed" part, so it is not of a desktop app
          {"type": "service_account", "private_key": "GOCSPX-"} | this is the key of a service account, not an OAuth client
          """)
  void contentOfAnotherKindIsExit3(String content, String message) throws IOException {
    assertRefused(content, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          installed              | web                                | the OAuth client is a web application, not a desktop app
          client_id              | client                             | the OAuth client file has no "client_id"
          "id"                   | 17                                 | the OAuth client file has no "client_id"
          token_uri              | token                              | the OAuth client file has no "token_uri"
          https://oauth2         | http://oauth2                      | "token_uri" in the OAuth client file is not an https address
          https://accounts.google.com | http://localhost.example      | "auth_uri" in the OAuth client file is not an https address
          accounts.google.com    | accounts.google.com.example        | "auth_uri" in the OAuth client file is not a Google address
          oauth2.googleapis.com  | evilgoogleapis.com                 | "token_uri" in the OAuth client file is not a Google address
          oauth2.googleapis.com  | oauth2.googleapis.com@example.org  | "token_uri" in the OAuth client file has a part that does not belong there
          https://accounts       | ht tps://accounts                  | "auth_uri" in the OAuth client file is not an address
          """)
  void wrongPartIsExit3(String part, String replacement, String message) throws IOException {
    assertRefused(CLIENT.replace(part, replacement), message);
  }

  @Test
  void largeFileIsExit3() throws IOException {
    assertRefused(" ".repeat(2_000_000), "the OAuth client file is too large");
    for (String level : List.of("[", "{\"a\":")) {
      assertRefused(level.repeat(100_000), "the OAuth client file is not valid JSON");
    }
  }

  private void assertRefused(String content, String message) throws IOException {
    Files.writeString(file, content);

    assertThat(machine.run().failure(3))
        .isEqualTo(
            """
            gmail-labels: %s (WORK/credentials.json)
            Download the JSON of a client of the type "Desktop app" from https://console.cloud.google.com/auth/clients and save it there.
            """
                .formatted(message));
    assertThat(Files.readString(file)).isEqualTo(content);
    assertThat(machine.pages).isEmpty();
  }
}
