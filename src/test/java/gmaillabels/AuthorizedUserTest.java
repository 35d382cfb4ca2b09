package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sign-in of another program in place of an OAuth client's file. */
class AuthorizedUserTest {
  /** As the Python quickstart writes it. */
  private static final String PYTHON =
      """
      {"token": "ACCESS", "refresh_token": "REFRESH", "token_uri": "URL",
       "client_id": "ID", "client_secret": "SECRET",
       "scopes": ["https://www.googleapis.com/auth/gmail.readonly", "openid"],
       "universe_domain": "googleapis.com", "account": "", "expiry": "EXPIRY"}
      """;

  private static final String GCLOUD =
      """
      {"account": "", "client_id": "ID", "client_secret": "SECRET", "quota_project_id": "mine",
       "refresh_token": "REFRESH", "type": "authorized_user", "universe_domain": "googleapis.com"}
      """;

  private static final String EXPIRED = "2024-02-29T23:59:59.123456Z";

  @AutoClose private final Machine machine = Machine.signedOut();
  private final SandboxGoogle google = machine.google;
  private final Path tokens = machine.work.resolve("other/default.json");
  private final Path file = machine.work.resolve("token.json");

  @BeforeEach
  void signInWithAnotherProgram() {
    machine.run("login", "--tokens=other").succeeded();
    google.clearRequests();
    machine.pages.clear();
    machine.variables.put("GMAIL_LABELS_CREDENTIALS", "token.json");
  }

  /** The file of the Python quickstart for the sign-in of a machine, good for an hour. */
  static String python(Machine machine) throws IOException {
    return filled(PYTHON, machine, machine.tokenFile(), Instant.now().plusSeconds(3600).toString());
  }

  private static String filled(String template, Machine machine, Path tokens, String expiry)
      throws IOException {
    return template
        .replace("URL", machine.google.url() + "token")
        .replace("ID", machine.google.clientId())
        .replace("SECRET", machine.google.clientSecret())
        .replace("EXPIRY", expiry)
        // The random ones come last, because they may hold a word such as ID.
        .replace("REFRESH", Machine.token(tokens, "1//"))
        .replace("ACCESS", Machine.token(tokens, "ya29."));
  }

  private void write(String template, String expiry) throws IOException {
    Files.writeString(file, filled(template, machine, tokens, expiry));
  }

  /** Runs with the file, which changes nothing on the disk and asks nobody. */
  private Run run(String... options) throws IOException {
    String before = Files.readString(file);
    Run run = machine.run(options);
    assertThat(file).hasContent(before);
    assertThat(machine.home).isEmptyDirectory();
    assertThat(machine.pages).isEmpty();
    return run;
  }

  static List<String> files() {
    return List.of(
        PYTHON,
        PYTHON.replaceFirst("\"universe_domain.*\"account\": \"\", ", ""),
        PYTHON.replaceFirst(", \"expiry\": \"EXPIRY\"", ""),
        PYTHON.replace("\"EXPIRY\"", "null"),
        PYTHON.replace("EXPIRY", "tomorrow"),
        PYTHON.replace("\"ACCESS\"", "null"),
        PYTHON.replace("ACCESS", "ä"),
        PYTHON.replaceFirst("\"token\": \"ACCESS\", ", ""),
        GCLOUD.replace("}", ", \"token_uri\": \"URL\"}"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void refreshesAndListsAndStoresNothing(String content) throws IOException {
    write(content, EXPIRED);

    for (int runs = 0; runs < 2; runs++) {
      assertThat(run("--verbose").succeeded().out()).contains("INBOX\n");
      assertThat(google.endpoints()).containsExactly(TOKEN, LIST);
      assertThat(google.requests(TOKEN).get(0).parameters())
          .containsEntry("grant_type", "refresh_token");
      google.clearRequests();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 123456789})
  void accessTokenIsUsedWhileItIsGood(long nanos) throws IOException {
    write(PYTHON, Instant.ofEpochSecond(Instant.now().getEpochSecond() + 1000, nanos).toString());

    run("--no-input").listing();
    assertThat(google.endpoints()).containsExactly(LIST);
    google.authorization.expireAccessTokens();
    run().listing();
    assertThat(google.endpoints()).containsExactly(LIST, LIST, TOKEN, LIST);
  }

  @Test
  void withoutATokenEndpointItIsGooglesOwn() throws IOException {
    write(GCLOUD, "");
    try (SandboxProxy proxy = new SandboxProxy()) {
      machine.variables.put("HTTPS_PROXY", proxy.host());

      assertThat(run().failure(6)).contains("oauth2.googleapis.com");
      assertThat(proxy.requests())
          .isNotEmpty()
          .allMatch(head -> head.startsWith("CONNECT oauth2.googleapis.com:443 "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"refresh_token\"', '\"x\"', 'has no \"refresh_token\"'",
    "'\"REFRESH\"', null, 'has no \"refresh_token\"'",
    "client_id, x, 'has no \"client_id\"'",
    "client_secret, x, 'has no \"client_secret\"'",
    "URL, https://google.example/, 'has a \"token_uri\" that is not a Google address'",
    "URL, http://oauth2.googleapis.com, 'has a \"token_uri\" that is not an https address'",
    "'(?s).*', {\"type\": \"authorized_user\"}, 'has no \"refresh_token\"'"
  })
  void damagedFileIsExit3(String regex, String replacement, String message) throws IOException {
    write(PYTHON.replaceFirst(regex, replacement), EXPIRED);
    String whole =
        """
        gmail-labels: the sign-in of another program %s (WORK/token.json)
        Sign in again, using the program that made this file.
        """
            .formatted(message);

    assertThat(run().failure(3)).isEqualTo(whole);
    assertThat(run("login").failure(3)).isEqualTo(whole);
    assertThat(run("status").exitCode()).isEqualTo(3);
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void loginIsExit3AndStatusSaysWhatItIs() throws IOException {
    write(GCLOUD, "");

    assertThat(run("login", "--no-input").failure(3))
        .isEqualTo(
            """
            gmail-labels: this is a sign-in of another program, which login cannot renew (WORK/token.json)
            Listing uses it as it is. To renew it, use the program that made it. To sign in here, name the file of an OAuth client with --credentials or GMAIL_LABELS_CREDENTIALS.
            """);
    assertThat(run("status").listing())
        .isEqualTo(
            """
            client file: WORK/token.json
            signed in:   yes; this file is a sign-in of another program
            """);
    assertThat(google.requests()).isEmpty();
  }
}
