package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
            gmail-labels: no OAuth client file (%s)
            This file tells Google which program is asking. You make it once, free of charge:
              1. Create a project:      https://console.cloud.google.com/projectcreate
              2. Enable the Gmail API:  https://console.cloud.google.com/apis/library/gmail.googleapis.com
              3. Set up the consent screen, and add your address as a test user:
                                        https://console.cloud.google.com/auth/overview
              4. Create a client of the type "Desktop app" and download its JSON:
                                        https://console.cloud.google.com/auth/clients
              5. Save it under the name above.
            Then run: gmail-labels login
            """
                .formatted(configured));
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
                  .formatted(machine.work.resolve(path)));
    }
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(machine.run().failure(3))
        .startsWith("gmail-labels: the OAuth client file is a folder (%s)".formatted(file));
  }

  @Test
  void xdgConfigHomeIsHonouredIfAbsolute() throws IOException {
    Path xdg = Files.createDirectories(machine.home.resolve("xdg/gmail-labels"));
    Files.move(file, xdg.resolve("credentials.json"));
    machine.variables.put("XDG_CONFIG_HOME", xdg.getParent().toString());

    machine.run().succeeded();
    assertThat(xdg.resolve("tokens/default.json")).exists();

    machine.variables.put("XDG_CONFIG_HOME", "xdg");
    assertThat(machine.run().failure(3)).contains(configured.toString());
  }

  @Test
  void optionBeatsEnvironmentBeatsDefault() {
    machine.variables.put("GMAIL_LABELS_CREDENTIALS", "from-environment.json");

    assertThat(machine.run().err())
        .contains(machine.work.resolve("from-environment.json").toString());
    assertThat(machine.run("--credentials=from-option.json").failure(3))
        .isEqualTo(
            """
            gmail-labels: there is no such OAuth client file (%s)
            Correct --credentials or GMAIL_LABELS_CREDENTIALS.
            """
                .formatted(machine.work.resolve("from-option.json")));
    machine.run("--credentials=credentials.json").succeeded();
  }

  static Stream<Arguments> unusable() {
    String client =
        """
        {"installed": {"client_id": "id", "client_secret": "GOCSPX-secret",
          "auth_uri": "https://accounts.google.com/o/oauth2/auth",
          "token_uri": "https://oauth2.googleapis.com/token"}}""";
    String noInstalledPart =
        "the OAuth client file has no \"installed\" part, so it is not of a desktop app";
    String webPage = "the OAuth client file is a web page, not JSON";
    return Stream.of(
        Arguments.of("", "the OAuth client file is empty"),
        Arguments.of(" \n", "the OAuth client file is empty"),
        Arguments.of("\uFEFF", "the OAuth client file is empty"),
        Arguments.of(client.substring(0, 60), "the OAuth client file is not valid JSON"),
        Arguments.of("PK\u0003\u0004\u0000\uFFFD", "the OAuth client file is not valid JSON"),
        Arguments.of("[".repeat(100_000), "the OAuth client file is not valid JSON"),
        Arguments.of("{\"a\":".repeat(100_000), "the OAuth client file is not valid JSON"),
        Arguments.of("<!DOCTYPE html><title>Clients</title>", webPage),
        Arguments.of(" \n<html>", webPage),
        Arguments.of("[1]", "the OAuth client file is not valid JSON"),
        Arguments.of(" ".repeat(2_000_000), "the OAuth client file is too large"),
        Arguments.of("{}", noInstalledPart),
        Arguments.of("{\"installed\": 1}", noInstalledPart),
        Arguments.of(
            client.replace("installed", "web"),
            "the OAuth client is a web application, not a desktop app"),
        Arguments.of(
            "{\"type\": \"service_account\", \"private_key\": \"GOCSPX-secret\"}",
            "this is the key of a service account, not an OAuth client"),
        Arguments.of(
            client.replace("client_id", "client"), "the OAuth client file has no \"client_id\""),
        Arguments.of(client.replace("\"id\"", "17"), "the OAuth client file has no \"client_id\""),
        Arguments.of(
            client.replace("token_uri", "token"), "the OAuth client file has no \"token_uri\""),
        Arguments.of(
            client.replace("https://oauth2", "http://oauth2"),
            "\"token_uri\" in the OAuth client file is not an https address"),
        Arguments.of(
            client.replace("https://accounts.google.com", "http://localhost.example"),
            "\"auth_uri\" in the OAuth client file is not an https address"),
        Arguments.of(
            client.replace("accounts.google.com", "accounts.google.com.example"),
            "\"auth_uri\" in the OAuth client file is not a Google address"),
        Arguments.of(
            client.replace("oauth2.googleapis.com", "evilgoogleapis.com"),
            "\"token_uri\" in the OAuth client file is not a Google address"),
        Arguments.of(
            client.replace("oauth2.googleapis.com", "oauth2.googleapis.com@example.org"),
            "\"token_uri\" in the OAuth client file has a part that does not belong there"),
        Arguments.of(
            client.replace("https://accounts", "ht tps://accounts"),
            "\"auth_uri\" in the OAuth client file is not an address"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void fileInUtf16IsExit3(String charset) throws IOException {
    Files.write(file, Files.readString(file).strip().getBytes(charset));

    assertThat(machine.run().failure(3))
        .startsWith(
            "gmail-labels: the OAuth client file is in UTF-16, not in UTF-8 (%s)\n"
                .formatted(file));
  }

  @Test
  void secretThatIsLostIsExit3() throws IOException {
    Files.writeString(file, Files.readString(file).replace("client_secret", "secret"));

    assertThat(machine.run().failure(3))
        .isEqualTo(
            """
            gmail-labels: the OAuth client file has no "client_secret" (%s)
            Google shows a secret only once. Add a new secret to the client, or make a new client, at https://console.cloud.google.com/auth/clients, save its JSON there, then run: gmail-labels login
            """
                .formatted(file));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void unusableFileIsExit3AndIsLeftAlone(String content, String message) throws IOException {
    Files.writeString(file, content);

    assertThat(machine.run().failure(3))
        .isEqualTo(
            """
            gmail-labels: %s (%s)
            Download the JSON of a client of the type "Desktop app" from https://console.cloud.google.com/auth/clients and save it there.
            """
                .formatted(message, file));
    assertThat(Files.readString(file)).isEqualTo(content);
    assertThat(machine.pages).isEmpty();
  }
}
