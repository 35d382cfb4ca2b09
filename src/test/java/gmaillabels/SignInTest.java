package gmaillabels;

import static gmaillabels.sandbox.Endpoint.AUTHORIZE;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.Answer;
import gmaillabels.sandbox.Request;
import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxClient;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signing in, and what becomes of the tokens, seen from outside. */
@Timeout(60)
class SignInTest {
  @TempDir Path folder;
  private SandboxGoogle google;
  private Machine machine;

  @BeforeEach
  void start() throws IOException {
    google = SandboxGoogle.start();
    google.labels(List.of(SandboxLabel.system("INBOX"), SandboxLabel.user("Label_1", "Work")));
    machine = new Machine(google, folder);
  }

  @AfterEach
  void stop() {
    google.close();
  }

  @Test
  void firstRunSignsInThenLists() {
    Run run = machine.run();

    assertThat(run.out()).isEqualTo("INBOX\nWork\n");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains(machine.pages.get(0).toString());
    assertThat(google.requests(TOKEN)).hasSize(1);
    assertThat(google.requests(LIST)).hasSize(1);
  }

  @Test
  void secondRunIsOneRequestAndSaysNothing() {
    machine.signedIn();

    Run run = machine.run();

    assertThat(run.out()).isEqualTo("INBOX\nWork\n");
    assertThat(run.err()).isEmpty();
    assertThat(google.requests()).extracting(Request::endpoint).containsExactly(LIST);
  }

  @Test
  void asksForExactlyWhatItNeeds() {
    machine.run();

    Request page = google.requests(AUTHORIZE).get(0);
    assertThat(page.parameters())
        .containsEntry("scope", "https://www.googleapis.com/auth/gmail.readonly")
        .containsEntry("access_type", "offline")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("include_granted_scopes", "false")
        .doesNotContainKey("login_hint");
    assertThat(page.parameters().get("state")).matches("[\\w-]{22}");
    assertThat(page.parameters().get("redirect_uri"))
        .matches("http://127\\.0\\.0\\.1:\\d+/[\\w-]{22}");
    assertThat(google.requests(TOKEN).get(0).parameters().get("code_verifier"))
        .matches("[\\w-]{43}");
  }

  @Test
  void everySignInHasItsOwnSecrets() {
    machine.run("login");
    machine.run("login");

    Map<String, String> first = google.requests(AUTHORIZE).get(0).parameters();
    Map<String, String> second = google.requests(AUTHORIZE).get(1).parameters();
    assertThat(first.get("state")).isNotNull().isNotEqualTo(second.get("state"));
    assertThat(first.get("code_challenge")).isNotEqualTo(second.get("code_challenge"));
    assertThat(URI.create(first.get("redirect_uri")).getPath())
        .isNotEqualTo(URI.create(second.get("redirect_uri")).getPath());
  }

  @Test
  void otherScopeOnRequest() {
    machine.run("--scope=labels");

    assertThat(google.requests(AUTHORIZE).get(0).parameters())
        .containsEntry("scope", "https://www.googleapis.com/auth/gmail.labels");
  }

  @Test
  void loginSignsInAgainAndListsNothing() {
    machine.signedIn();

    Run run = machine.run("login");

    assertThat(run.exitCode()).isZero();
    assertThat(run.outBytes()).isEmpty();
    assertThat(machine.pages).hasSize(1);
    assertThat(google.requests(LIST)).isEmpty();
    assertThat(machine.run("--no-input").out()).isEqualTo("INBOX\nWork\n");
  }

  @Test
  void tokenFileIsForThePersonAlone() throws IOException {
    machine.signedIn();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(machine.tokenFile())))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(machine.tokenFile().getParent())))
        .isEqualTo("rwx------");
    try (var files = Files.list(machine.tokenFile().getParent())) {
      assertThat(files).containsExactly(machine.tokenFile());
    }
  }

  @Test
  void expiredAccessTokenIsRefreshedAndStored() {
    machine.signedIn();
    machine.pass(Duration.ofHours(2));

    assertThat(machine.run("--no-input").out()).isEqualTo("INBOX\nWork\n");
    assertThat(google.requests()).extracting(Request::endpoint).containsExactly(TOKEN, LIST);
    assertThat(google.requests(TOKEN).get(0).parameters())
        .containsEntry("grant_type", "refresh_token");

    machine.pass(Duration.ofHours(-2));
    google.clearRequests();
    Run run = machine.run("--no-input");
    assertThat(run.err()).isEmpty();
    assertThat(google.requests()).extracting(Request::endpoint).containsExactly(LIST);
  }

  @Test
  void accessTokenIsUsedUntilShortlyBeforeItExpires() {
    machine.signedIn();
    machine.pass(Duration.ofMinutes(55));
    machine.run("--no-input");
    assertThat(google.requests(TOKEN)).isEmpty();

    machine.pass(Duration.ofMinutes(2));
    machine.run("--no-input");
    assertThat(google.requests(TOKEN)).hasSize(1);
  }

  @Test
  void accessTokenRefusedEarlyIsRefreshedOnce() {
    machine.signedIn();
    google.expireAccessTokens();

    Run run = machine.run("--no-input");

    assertThat(run.out()).isEqualTo("INBOX\nWork\n");
    assertThat(run.err()).isEmpty();
    assertThat(google.requests()).extracting(Request::endpoint).containsExactly(LIST, TOKEN, LIST);
  }

  @Test
  void lastingRefusalIsRefreshedNoMoreThanOnce() {
    machine.signedIn();
    google.answerAlways(LIST, Answer.status(401));

    Run run = machine.run("--no-input");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            gmail-labels: Gmail does not accept the sign-in, not even with a new access token (127.0.0.1)
            Sign in again: gmail-labels login
            """);
    assertThat(google.requests()).extracting(Request::endpoint).containsExactly(LIST, TOKEN, LIST);
  }

  @Test
  void noInputWithoutSignInIsExit4() {
    Run run = machine.run("--no-input");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            gmail-labels: not signed in yet (%s)
            Sign in at a terminal: gmail-labels login
            """
                .formatted(machine.tokenFile()));
    assertThat(google.requests()).isEmpty();
    assertThat(machine.pages).isEmpty();
  }

  @Test
  void noInputThroughTheEnvironment() {
    machine.variables.put("GMAIL_LABELS_NO_INPUT", "1");

    assertThat(machine.run().exitCode()).isEqualTo(4);
    machine.variables.put("GMAIL_LABELS_NO_INPUT", "0");
    assertThat(machine.run().exitCode()).isZero();
  }

  @Test
  void theCommandToRunNamesTheSameFiles() {
    Run run = machine.run("--no-input", "--tokens", "my tokens");

    assertThat(run.err()).endsWith("gmail-labels login '--tokens=my tokens'\n");
  }

  @Test
  void revokedSignInStartsANewOneWhenThatIsWanted() {
    machine.signedIn();
    google.revokeGrants();
    machine.pass(Duration.ofHours(2));

    Run run = machine.run();

    assertThat(run.out()).isEqualTo("INBOX\nWork\n");
    assertThat(machine.pages).hasSize(1);
  }

  @Test
  void revokedSignInWithoutInputIsExit4AndKeepsTheFile() throws IOException {
    machine.signedIn();
    byte[] before = Files.readAllBytes(machine.tokenFile());
    google.revokeGrants();
    machine.pass(Duration.ofHours(2));

    Run run = machine.run("--no-input");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .startsWith(
            "gmail-labels: the sign-in has ended: it was revoked or has expired (127.0.0.1)")
        .contains("7 days")
        .endsWith("Sign in again at a terminal: gmail-labels login\n");
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);
  }

  @Test
  void revokedWhileTheAccessTokenStillLooksGood() {
    machine.signedIn();
    google.revokeGrants();

    assertThat(machine.run("--no-input").exitCode()).isEqualTo(4);
    assertThat(machine.run().out()).isEqualTo("INBOX\nWork\n");
  }

  @Test
  void deniedIsExit4AndStoresNothing() {
    machine.person = SandboxBrowser::deny;

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).contains("gmail-labels: the sign-in was denied (127.0.0.1)");
    assertThat(machine.tokenFile()).doesNotExist();
  }

  @Test
  void nobodyThereIsExit4AfterTheTimeout() {
    machine.person = SandboxBrowser::open;

    Run run = machine.run("--login-timeout=1");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).contains("gmail-labels: nobody finished the sign-in within 1 s");
    assertThat(machine.tokenFile()).doesNotExist();
  }

  @Test
  void untickedBoxIsExit4AndStoresNothing() {
    google.grantOnly("https://www.googleapis.com/auth/gmail.labels");
    machine.person =
        page ->
            SandboxBrowser.allow(
                URI.create(
                    page.toString()
                        .replace(
                            "gmail.readonly",
                            "gmail.readonly%20https://www.googleapis.com/auth/gmail.labels")));

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .contains("the sign-in came without the permission to see your labels")
        .contains("Tick its box");
    assertThat(machine.tokenFile()).doesNotExist();
  }

  @Test
  void strayRequestsDoNotEndTheSignIn() {
    machine.person =
        page -> {
          String redirect = SandboxBrowser.redirectAfterAllow(page).toString();
          String path = redirect.substring(0, redirect.indexOf('?'));
          URI stray = URI.create(path).resolve("/favicon.ico?code=forged");
          assertThat(get(stray)).isEqualTo(404);
          assertThat(get(URI.create(path))).isEqualTo(200);
          assertThat(get(URI.create(redirect))).isEqualTo(200);
        };

    assertThat(machine.run().out()).isEqualTo("INBOX\nWork\n");
  }

  @Test
  void wrongClientSecretIsExit3() throws IOException {
    google.writeCredentials(
        machine.work.resolve("credentials.json"), new SandboxClient(google.clientId(), "wrong"));

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .contains(
            "127.0.0.1 does not accept the OAuth client: it was deleted, or its secret is wrong (%s)"
                .formatted(machine.work.resolve("credentials.json")));
    assertThat(machine.tokenFile()).doesNotExist();
  }

  @Test
  void wrongClientSecretOnRefreshIsExit3AndKeepsTheFile() throws IOException {
    machine.signedIn();
    machine.pass(Duration.ofHours(2));
    byte[] before = Files.readAllBytes(machine.tokenFile());
    google.writeCredentials(
        machine.work.resolve("credentials.json"), new SandboxClient(google.clientId(), "wrong"));

    assertThat(machine.run("--no-input").exitCode()).isEqualTo(3);
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);
  }

  @Test
  void codeThatGoogleDoesNotAcceptIsExit4() {
    google.answerNext(TOKEN, Answer.oauthError(400, "invalid_grant", "Malformed auth code."));

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("127.0.0.1 did not accept the sign-in (invalid_grant)");
  }

  @Test
  void tokensOfAnotherClientAreNotUsed() throws IOException {
    machine.signedIn();
    SandboxClient other = google.registerClient("other", "secret");
    google.writeCredentials(machine.work.resolve("credentials.json"), other);

    Run run = machine.run("--no-input");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("the cached sign-in belongs to another OAuth client");
    assertThat(google.requests()).isEmpty();
    assertThat(machine.run().out()).isEqualTo("INBOX\nWork\n");
  }

  @Test
  void tokensOfAnotherScopeAreNotUsed() {
    machine.signedIn();

    Run run = machine.run("--no-input", "--scope=metadata");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("the cached sign-in is for another scope than metadata");
    assertThat(google.requests()).isEmpty();
    assertThat(machine.run("--no-input").exitCode()).isZero();
  }

  @Test
  void tokensAreNotSentToAnotherHost() throws IOException {
    machine.signedIn();
    machine.pass(Duration.ofHours(2));
    Path credentials = machine.work.resolve("credentials.json");
    Files.writeString(credentials, Files.readString(credentials).replace("127.0.0.1", "localhost"));

    assertThat(machine.run("--no-input").exitCode()).isEqualTo(4);
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void damagedTokenFileIsSetAsideAndReplaced() throws IOException {
    machine.signedIn();
    Files.writeString(machine.tokenFile(), "{\"client_id\": ");

    Run run = machine.run();

    Path damaged = machine.tokenFile().resolveSibling("default.json.damaged");
    assertThat(run.out()).isEqualTo("INBOX\nWork\n");
    assertThat(run.err())
        .startsWith("gmail-labels: warning: the token file was damaged and is now " + damaged);
    assertThat(damaged).hasContent("{\"client_id\": ");
    assertThat(machine.run("--no-input").err()).isEmpty();
  }

  @Test
  void placeForTokensThatCannotBeWrittenIsExit1() {
    Run run = machine.run("--tokens=/proc/gmail-labels");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .contains("gmail-labels: cannot store the sign-in (/proc/gmail-labels/default.json: ");
    assertThat(google.requests(LIST)).isEmpty();
  }

  @Test
  void placeForTokensThatCannotBeReadIsExit1() throws IOException {
    Files.createDirectories(machine.tokenFile());

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .startsWith("gmail-labels: cannot read the token file (" + machine.tokenFile());
    assertThat(google.requests()).isEmpty();
  }

  private static int get(URI address) throws IOException {
    return ((HttpURLConnection) address.toURL().openConnection()).getResponseCode();
  }
}
