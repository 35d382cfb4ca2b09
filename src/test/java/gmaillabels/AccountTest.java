package gmaillabels;

import static gmaillabels.sandbox.Endpoint.AUTHORIZE;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.REVOKE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.Answer;
import gmaillabels.sandbox.SandboxClient;
import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several accounts, {@code status} and {@code logout}, and every kind of damaged token file. */
@Timeout(60)
class AccountTest {
  @TempDir Path folder;
  private SandboxGoogle google;
  private Machine machine;

  @BeforeEach
  void start() throws IOException {
    google = SandboxGoogle.start();
    machine = new Machine(google, folder);
  }

  @AfterEach
  void stop() {
    google.close();
  }

  private Path tokenFile(String account) {
    return machine.tokenFile().resolveSibling(account + ".json");
  }

  private String whereabouts(String signedIn) {
    return """
    client file: %s
    token file:  %s
    account:     default
    scope:       readonly (https://www.googleapis.com/auth/gmail.readonly)
    signed in:   %s
    """
        .formatted(machine.work.resolve("credentials.json"), machine.tokenFile(), signedIn);
  }

  @Test
  void eachAccountHasItsOwnFile() throws IOException {
    machine.signedIn();
    byte[] before = Files.readAllBytes(machine.tokenFile());

    assertThat(machine.run("--account=me+work@example.org").exitCode()).isZero();

    assertThat(tokenFile("me+work@example.org")).exists();
    assertThat(Files.readAllBytes(machine.tokenFile())).isEqualTo(before);
    assertThat(google.requests(AUTHORIZE).get(0).parameters())
        .containsEntry("login_hint", "me+work@example.org");
  }

  @Test
  void accountThroughTheEnvironment() {
    machine.variables.put("GMAIL_LABELS_ACCOUNT", "work");

    machine.run();

    assertThat(tokenFile("work")).exists();
    assertThat(google.requests(AUTHORIZE).get(0).parameters()).doesNotContainKey("login_hint");
    assertThat(machine.run("--no-input", "--account=home").err())
        .endsWith("gmail-labels login --account=home\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "a b", "a\\b", "a\nb", "*"})
  void accountThatIsNoFileNameIsWrongUsage(String account) {
    Run run = machine.run("--account=" + account);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("gmail-labels: --account may have letters, digits and . _ - + @ only: '");
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void tokensAndScopeThroughTheEnvironment() {
    machine.variables.put("GMAIL_LABELS_TOKENS", "here");
    machine.variables.put("GMAIL_LABELS_SCOPE", "labels");

    machine.run();

    assertThat(machine.work.resolve("here/default.json")).exists();
    assertThat(google.requests(AUTHORIZE).get(0).parameters())
        .containsEntry("scope", "https://www.googleapis.com/auth/gmail.labels");
  }

  @Test
  void statusBeforeTheSignIn() {
    Run run = machine.run("status");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.out()).isEqualTo(whereabouts("no"));
    assertThat(run.err())
        .isEqualTo(
            "gmail-labels: not signed in yet (%s)\nSign in at a terminal: gmail-labels login\n"
                .formatted(machine.tokenFile()));
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void statusAfterTheSignIn() {
    machine.signedIn();

    Run run = machine.run("status");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().replaceAll("until \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "until T"))
        .isEqualTo(whereabouts("yes; the access token is good until T"));

    machine.pass(Duration.ofHours(2));
    assertThat(machine.run("status").out())
        .isEqualTo(whereabouts("yes; the next run fetches a new access token"));
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void statusForAnotherScopeOrClientIsExit4() throws IOException {
    machine.signedIn();

    assertThat(machine.run("status", "--scope=labels").exitCode()).isEqualTo(4);
    google.writeCredentials(
        machine.work.resolve("credentials.json"), google.registerClient("other", "secret"));
    assertThat(machine.run("status").exitCode()).isEqualTo(4);
  }

  @Test
  void statusLeavesADamagedFileWhereItIs() throws IOException {
    machine.signedIn();
    Files.writeString(machine.tokenFile(), "damaged");

    Run run = machine.run("status");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .startsWith("gmail-labels: the token file is damaged (%s)".formatted(machine.tokenFile()));
    assertThat(machine.tokenFile()).hasContent("damaged");
  }

  @Test
  void logoutRevokesAndDeletes() {
    machine.signedIn();

    Run run = machine.run("logout");

    assertThat(run.exitCode()).isZero();
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).isEqualTo("Signed out; deleted %s\n".formatted(machine.tokenFile()));
    assertThat(google.requests(REVOKE)).hasSize(1);
    assertThat(google.requests(REVOKE).get(0).query()).isNullOrEmpty();
    assertThat(machine.tokenFile()).doesNotExist();
    assertThat(machine.run("--no-input").exitCode()).isEqualTo(4);
  }

  @Test
  void logoutOfOneAccountLeavesTheOthers() {
    machine.signedIn();
    machine.run("login", "--account=work");

    machine.run("logout", "--account=work");

    assertThat(tokenFile("work")).doesNotExist();
    assertThat(machine.run("--no-input").exitCode()).isZero();
  }

  @Test
  void logoutTwiceIsNoError() {
    machine.signedIn();
    machine.run("logout");
    google.clearRequests();

    Run run = machine.run("logout");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEqualTo("Not signed in (%s)\n".formatted(machine.tokenFile()));
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void logoutOfARevokedGrantIsNoError() {
    machine.signedIn();
    google.revokeGrants();

    assertThat(machine.run("logout").exitCode()).isZero();
    assertThat(machine.tokenFile()).doesNotExist();
  }

  @Test
  void logoutWithoutNetworkDeletesAndSaysSo() {
    machine.signedIn();
    google.close();

    Run run = machine.run("logout");

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err())
        .isEqualTo(
            """
            gmail-labels: signed out here, but Google could not be told: cannot connect (127.0.0.1)
            There is no %s any more. Remove the access at Google yourself: https://myaccount.google.com/connections
            """
                .formatted(machine.tokenFile()));
    assertThat(machine.tokenFile()).doesNotExist();
  }

  @Test
  void logoutAfterAChangeOfScopeOrClientStillRevokes() throws IOException {
    machine.signedIn();
    google.writeCredentials(
        machine.work.resolve("credentials.json"), google.registerClient("other", "secret"));

    assertThat(machine.run("logout", "--scope=labels").exitCode()).isZero();
    assertThat(google.requests(REVOKE)).hasSize(1);
    assertThat(machine.tokenFile()).doesNotExist();
  }

  @Test
  void logoutOfADamagedFileSaysThatGoogleWasNotTold() throws IOException {
    machine.signedIn();
    Files.writeString(machine.tokenFile(), "damaged");

    Run run = machine.run("logout");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("signed out here, but Google could not be told: the token file was damaged");
    assertThat(machine.tokenFile()).doesNotExist();
  }

  @Test
  void statusWithoutAClientFileStillSaysWhereEverythingIs() throws IOException {
    Files.delete(machine.work.resolve("credentials.json"));

    Run run = machine.run("status", "--credentials=credentials.json");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEqualTo(whereabouts("no"));
  }

  @Test
  void signInThatIsReplacedIsNamed() {
    machine.signedIn();

    Run run = machine.run("--scope=labels");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .startsWith(
            "gmail-labels: warning: the cached sign-in is for another scope than labels; a new one"
                + " replaces it ("
                + machine.tokenFile());
  }

  @Test
  void refreshDoesNotOverwriteANewerSignIn() throws IOException {
    machine.signedIn();
    String newer = Files.readString(machine.tokenFile()).replaceAll("1//[^\"]*", "1//newer");

    Run run = refreshMeanwhile(() -> Files.writeString(machine.tokenFile(), newer));

    assertThat(run.exitCode()).isZero();
    assertThat(Files.readString(machine.tokenFile())).isEqualTo(newer);
  }

  @Test
  void refreshDoesNotBringBackASignInThatWasDeleted() throws IOException {
    machine.signedIn();

    refreshMeanwhile(() -> Files.delete(machine.tokenFile()));

    assertThat(machine.tokenFile()).doesNotExist();
  }

  /** What somebody else does to the token file. */
  private interface Interference {
    void happen() throws IOException;
  }

  /** A listing that refreshes, with the interference between its request and Google's answer. */
  private Run refreshMeanwhile(Interference interference) throws IOException {
    machine.pass(Duration.ofHours(2));
    google.answerNext(TOKEN, Answer.real().delay(Duration.ofMillis(500)));

    Run[] run = new Run[1];
    Thread refreshing = new Thread(() -> run[0] = machine.run("--no-input"));
    refreshing.start();
    try {
      google.awaitRequests(TOKEN, 1);
      interference.happen();
      refreshing.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return run[0];
  }

  @Test
  void refreshThatCannotBeStoredStillLists() {
    // A file name may have 255 bytes: this one just fits, the temporary one beside it does not.
    String account = "a".repeat(250);
    Path stored = tokenFile(account);
    machine.signedIn();
    moveTo(stored);
    machine.pass(Duration.ofHours(2));

    Run run = machine.run("--no-input", "--account=" + account);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("INBOX\n");
    assertThat(run.err())
        .startsWith(
            "gmail-labels: warning: cannot store the new access token, so the next run will ask for"
                + " one again ("
                + stored);
    assertThat(stored).exists();
  }

  @Test
  void temporaryFilesOfKilledRunsAreRemovedAfterAnHour() throws IOException {
    machine.signedIn();
    Path abandoned = temporaryFile("default.json.1.tmp", 61);
    Path young = temporaryFile("default.json.2.tmp", 59);
    Path ofAnotherAccount = temporaryFile("work.json.1.tmp", 61);
    Path ofALongerName = temporaryFile("default.json2.json.1.tmp", 61);
    Path damaged = temporaryFile("default.json.damaged", 61);
    Path foreign = temporaryFile("notes.tmp", 61);

    assertThat(machine.run("--no-input").exitCode()).isZero();
    assertThat(abandoned).exists();
    machine.pass(Duration.ofHours(2));
    assertThat(machine.run("--no-input").exitCode()).isZero();

    assertThat(google.requests(TOKEN)).hasSize(1);
    try (Stream<Path> files = Files.list(machine.tokenFile().getParent())) {
      assertThat(files)
          .containsExactlyInAnyOrder(
              machine.tokenFile(), young, ofAnotherAccount, ofALongerName, damaged, foreign);
    }
  }

  private Path temporaryFile(String name, int minutesOld) throws IOException {
    Path file = machine.tokenFile().resolveSibling(name);
    Instant then = Instant.now().minus(Duration.ofMinutes(minutesOld));
    return Files.setLastModifiedTime(Files.createFile(file), FileTime.from(then));
  }

  private void moveTo(Path stored) {
    try {
      Files.move(machine.tokenFile(), stored);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<String> damaged() {
    String start = "{\"client_id\": \"ID\", \"token_host\": \"127.0.0.1\", \"scope\": \"SCOPE\"";
    return Stream.of(
        "",
        "\n",
        "\u0000\u0001\u0002\uFFFD",
        "{",
        start,
        "[]",
        "17",
        "{}",
        start + "}",
        start + ", \"tokens\": []}",
        start + ", \"tokens\": {}}",
        start + ", \"tokens\": {\"access_token\": 1, \"expiration_time_millis\": 2}}",
        start + ", \"tokens\": {\"access_token\": \"a\", \"expiration_time_millis\": \"soon\"}}",
        start + ", \"tokens\": {\"access_token\": \"a\"}}",
        start
            + ", \"tokens\": {\"access_token\": \"a\", \"expiration_time_millis\": 2,"
            + " \"scope\": {}, \"refresh_token\": []}}",
        "[".repeat(100_000),
        " ".repeat(2_000_000));
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void damagedFileIsNamedSetAsideAndReplaced(String content) throws IOException {
    String damaged =
        content
            .replace("ID", google.clientId())
            .replace("SCOPE", "https://www.googleapis.com/auth/gmail.readonly");
    Files.createDirectories(machine.tokenFile().getParent());
    Files.writeString(machine.tokenFile(), damaged);
    Path aside = machine.tokenFile().resolveSibling("default.json.damaged");

    Run run = machine.run("--no-input");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            gmail-labels: warning: the token file was damaged and is now %s
            gmail-labels: the token file was damaged (%s)
            Sign in at a terminal: gmail-labels login
            """
                .formatted(aside, machine.tokenFile()));
    assertThat(Files.readString(aside)).isEqualTo(damaged);
    assertThat(google.requests()).isEmpty();
    assertThat(machine.run().exitCode()).isZero();
    assertThat(machine.run("--no-input").exitCode()).isZero();
  }

  @Test
  void byteOrderMarkInTheTokenFileDoesNotMatter() throws IOException {
    machine.signedIn();
    Files.writeString(machine.tokenFile(), "\uFEFF" + Files.readString(machine.tokenFile()));

    assertThat(machine.run("--no-input").exitCode()).isZero();
  }

  @Test
  void sameTokensNeedNoRefreshTokenWhileTheyLast() throws IOException {
    machine.signedIn();
    String tokens = Files.readString(machine.tokenFile());
    Files.writeString(machine.tokenFile(), tokens.replace("refresh_token", "other"));

    assertThat(machine.run("--no-input").exitCode()).isZero();
    machine.pass(Duration.ofHours(2));
    assertThat(machine.run("status").exitCode()).isEqualTo(4);
    assertThat(machine.run("--no-input").exitCode()).isEqualTo(4);
    assertThat(google.requests(TOKEN)).isEmpty();
  }

  @Test
  void deletedClientIsExit3() {
    machine.signedIn();
    machine.pass(Duration.ofHours(2));
    google.answerNext(TOKEN, Answer.oauthError(401, "deleted_client", "The client was deleted."));

    Run run = machine.run("--no-input");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("it was deleted, or its secret is wrong");
    assertThat(google.requests(LIST)).isEmpty();
  }

  @Test
  void otherRefusalOfTheTokenEndpointIsExit5() throws IOException {
    SandboxClient client = new SandboxClient(google.clientId(), google.clientSecret());
    google.writeCredentials(machine.work.resolve("credentials.json"), client);
    machine.signedIn();
    machine.pass(Duration.ofHours(2));
    google.answerNext(TOKEN, Answer.oauthError(400, "invalid_request", "Bad Request"));

    Run run = machine.run("--no-input");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err())
        .isEqualTo("gmail-labels: refused with status 400: invalid_request (127.0.0.1)\n");
  }
}
