package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.ScriptedResponse.error;
import static gmaillabels.sandbox.ScriptedResponse.oauthError;
import static gmaillabels.sandbox.ScriptedResponse.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import gmaillabels.sandbox.Endpoint;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxProxy;
import gmaillabels.sandbox.ScriptedResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

  @AutoClose private final Machine machine = Machine.signedOut();
  private final SandboxGoogle google = machine.google;
  private final Path file = machine.work.resolve("token.json");
  private JsonObject tokens;

  @BeforeEach
  void signInWithAnotherProgram() throws IOException {
    Path folder = machine.work.resolve("other");
    machine.run("login", "--tokens=" + folder).succeeded();
    Path stored = folder.resolve("default.json");
    tokens = JsonParser.parseString(Files.readString(stored)).getAsJsonObject();
    tokens = tokens.getAsJsonObject("tokens");
    google.clearRequests();
    machine.pages.clear();
  }

  private void write(String template, String expiry) throws IOException {
    Files.writeString(
        file,
        template
            .replace("URL", google.url() + "token")
            .replace("ID", google.clientId())
            .replace("SECRET", google.clientSecret())
            .replace("EXPIRY", expiry)
            // The random ones come last, because they may hold a word such as ID.
            .replace("REFRESH", tokens.get("refresh_token").getAsString())
            .replace("ACCESS", tokens.get("access_token").getAsString()));
  }

  /** Runs with the file, which changes nothing on the disk and asks nobody. */
  private Run run(String... options) throws IOException {
    String before = Files.readString(file);
    machine.variables.put("GMAIL_LABELS_CREDENTIALS", "token.json");
    Run run = machine.run(options);
    assertThat(file).hasContent(before);
    assertThat(machine.home).isEmptyDirectory();
    assertThat(machine.pages).isEmpty();
    assertThat(run.out() + run.err()).doesNotContain(google.secrets());
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
    write(content, "2024-02-29T23:59:59.123456Z");

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
    google.expireAccessTokens();
    run().listing();
    assertThat(google.endpoints()).containsExactly(LIST, LIST, TOKEN, LIST);
  }

  @Test
  void withoutATokenEndpointItIsGooglesOwn() throws IOException {
    write(GCLOUD, "");
    try (SandboxProxy proxy = new SandboxProxy("")) {
      machine.variables.put("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());

      assertThat(run().failure(6)).contains("oauth2.googleapis.com");
      assertThat(proxy.requests())
          .isNotEmpty()
          .allMatch(head -> head.startsWith("CONNECT oauth2.googleapis.com:443 "));
    }
  }

  static List<Arguments> refusals() {
    return List.of(
        Arguments.of(
            4,
            TOKEN,
            oauthError(400, "invalid_grant", "Token has been expired or revoked."),
            """
            gmail-labels: the sign-in has ended; it was revoked or has expired: invalid_grant: Token has been expired or revoked. (HOST)
            This happens when access was removed at https://myaccount.google.com/connections, after a change of the password, after six months without use, and every 7 days while the consent screen is in "Testing".
            To end the 7 days, complete the Branding page (https://console.cloud.google.com/auth/branding), then publish the app (https://console.cloud.google.com/auth/audience); a Google Workspace organization can choose "Internal" there.
            Sign in again at a terminal, using the program that made FILE.
            """),
        Arguments.of(
            4,
            TOKEN,
            oauthError(400, "invalid_grant", "reauth related error (invalid_rapt)"),
            """
            gmail-labels: your organization's session length ended the sign-in: invalid_grant: reauth related error (invalid_rapt) (HOST)
            This will happen again, unless an administrator exempts this app under "Google Cloud session control" in the Admin console.
            Sign in again at a terminal, using the program that made FILE.
            """),
        Arguments.of(
            4,
            TOKEN,
            oauthError(400, "policy_enforced", "Account is protected"),
            """
            gmail-labels: a policy forbids the sign-in: policy_enforced: Account is protected (HOST)
            Advanced Protection, or the administrator of your organization, blocks this app: ask them to allow the OAuth client.
            """),
        Arguments.of(
            3,
            TOKEN,
            oauthError(401, "deleted_client", "The OAuth client was deleted."),
            """
            gmail-labels: HOST does not accept the OAuth client; it was deleted or disabled, or its secret is wrong: deleted_client: The OAuth client was deleted. (FILE)
            Google shows a secret only once. Add a new secret to the client, or make a new client, at https://console.cloud.google.com/auth/clients, then sign in again, using the program that made FILE.
            """),
        Arguments.of(
            4,
            LIST,
            status(401),
            """
            gmail-labels: Gmail does not accept the sign-in, not even with a new access token: Error 401 (HOST)
            Sign in again, using the program that made FILE.
            """),
        Arguments.of(
            5,
            LIST,
            error(403, "insufficientPermissions", "Request had insufficient scopes."),
            """
            gmail-labels: the access token does not include the permission to list labels: Request had insufficient scopes. (HOST)
            Sign in again with the scope gmail.readonly, gmail.labels or gmail.metadata, using the program that made FILE.
            """),
        Arguments.of(
            5,
            LIST,
            error(400, "failedPrecondition", "Precondition check failed."),
            """
            gmail-labels: the account has no Gmail mailbox, or Gmail is off for it: Precondition check failed. (HOST)
            See whether https://mail.google.com opens for this account. If not, sign in with another one, using the program that made FILE.
            """),
        Arguments.of(
            5,
            LIST,
            error(403, "accessNotConfigured", "Project 17 is not found and cannot be used."),
            """
            gmail-labels: the Google Cloud project of the OAuth client does not exist: Project 17 is not found and cannot be used. (HOST)
            Make a new project and a client in it (https://console.cloud.google.com/projectcreate), save the client's JSON in place of the old one, then sign in again, using the program that made FILE.
            """));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void onlyTheOtherProgramCanRenewIt(
      int exitCode, Endpoint endpoint, ScriptedResponse response, String message)
      throws IOException {
    write(PYTHON, "2024-02-29T23:59:59Z");
    google.respondAlways(endpoint, response);

    assertThat(run().failure(exitCode))
        .isEqualTo(message.replace("HOST", google.host()).replace("FILE", "" + file));
  }

  static List<Arguments> damaged() {
    return List.of(
        Arguments.of(PYTHON.replace("\"refresh_token\"", "\"x\""), "has no \"refresh_token\""),
        Arguments.of(PYTHON.replace("\"REFRESH\"", "null"), "has no \"refresh_token\""),
        Arguments.of("{\"type\": \"authorized_user\"}", "has no \"refresh_token\""),
        Arguments.of(PYTHON.replace("client_id", "x"), "has no \"client_id\""),
        Arguments.of(GCLOUD.replace("client_secret", "x"), "has no \"client_secret\""),
        Arguments.of(
            PYTHON.replace("URL", "https://oauth2.googleapis.com.example/token"),
            "has a \"token_uri\" that is not a Google address"),
        Arguments.of(
            PYTHON.replace("URL", "http://oauth2.googleapis.com/token"),
            "has a \"token_uri\" that is not an https address"));
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void damagedFileIsExit3(String content, String message) throws IOException {
    write(content, "2024-02-29T23:59:59Z");
    String whole =
        """
        gmail-labels: the sign-in of another program %s (%s)
        Sign in again, using the program that made this file.
        """
            .formatted(message, file);

    assertThat(run().failure(3)).isEqualTo(whole);
    assertThat(run("login").failure(3)).isEqualTo(whole);
    assertThat(run("status").exitCode()).isEqualTo(3);
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void logoutIsExit3() throws IOException {
    write(PYTHON, "2024-02-29T23:59:59Z");

    assertThat(run("logout", "--credentials=token.json").failure(3))
        .isEqualTo(
            """
            gmail-labels: this is a sign-in of another program, which logout does not revoke (%s)
            To revoke it, use the program that made it, or https://myaccount.google.com/connections. To revoke a sign-in of this program, leave out --credentials.
            """
                .formatted(file));
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void loginIsExit3() throws IOException {
    write(PYTHON, "2024-02-29T23:59:59Z");

    assertThat(run("login", "--no-input").failure(3))
        .isEqualTo(
            """
            gmail-labels: this is a sign-in of another program, which login cannot renew (%s)
            Listing uses it as it is. To renew it, use the program that made it. To sign in here, name the file of an OAuth client with --credentials or GMAIL_LABELS_CREDENTIALS.
            """
                .formatted(file));
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void statusSaysWhatItIs() throws IOException {
    write(GCLOUD, "");

    assertThat(run("status").listing())
        .isEqualTo(
            """
            client file: %s
            signed in:   yes; this file is a sign-in of another program
            """
                .formatted(file));
    assertThat(google.requests()).isEmpty();
  }
}
