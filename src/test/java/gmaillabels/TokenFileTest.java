package gmaillabels;

import static gmaillabels.SandboxedUser.LABELS;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.Response.json;
import static gmaillabels.sandbox.Response.status;
import static gmaillabels.sandbox.ScriptedResponse.after;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stored sign-in: when it is used, refreshed and replaced, and whatever may be wrong with it.
 */
class TokenFileTest {
  @AutoClose private final Machine machine = Machine.signedIn();
  private final SandboxGoogle google = machine.google;
  private final Path file = machine.tokenFile();

  @Test
  void accessTokenIsRefreshedShortlyBeforeItExpiresAndStored() {
    machine.pass(Duration.ofMinutes(55));
    machine.run("--no-input").listing();
    machine.pass(Duration.ofMinutes(2));
    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
    machine.pass(Duration.ofMinutes(-2));
    machine.run("--no-input").listing();

    assertThat(google.endpoints()).containsExactly(LIST, TOKEN, LIST, LIST);
    assertThat(google.requests(TOKEN).get(0).parameters())
        .containsEntry("grant_type", "refresh_token");
  }

  @Test
  void accessTokenThatIsRefusedEarlyIsRefreshedNoMoreThanOnce() {
    google.authorization.expireAccessTokens();
    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
    assertThat(google.endpoints()).containsExactly(LIST, TOKEN, LIST);

    google.clearRequests();
    google.respondAlways(LIST, status(401));
    machine.run("--no-input").failure(4);
    assertThat(google.endpoints()).containsExactly(LIST, TOKEN, LIST);
  }

  /** The other run signs in, or uses a refresh token that is good for one time only. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void signInThatAnotherRunStoresMeanwhileIsUsed(boolean expired) throws IOException {
    String refused = Files.readString(file).replaceAll("1//[^\"]+", "1//used");
    machine.signIn();
    machine.pass(Duration.ofHours(expired ? 2 : 0));
    String good = Files.readString(file);
    write(refused.replaceAll("_millis\":\\d+", "_millis\":1000"));
    google.respondNext(TOKEN, after(() -> write(good)));

    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
    assertThat(google.requests(TOKEN)).hasSize(expired ? 2 : 1);
  }

  private void write(String content) {
    Machine.edit(file, before -> content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"damaged", "{\"client_id\": \"other\""})
  void whatAnotherRunStoresMeanwhileMustBeGood(String start) throws IOException {
    String good = Files.readString(file);
    google.authorization.revokeGrants();
    machine.passTwoHours();
    String stored =
        good.replaceFirst("^.\"client_id\":\"[^\"]*\"", start).replace("ya29.", "ya29.x");
    google.respondNext(TOKEN, after(() -> write(stored)));

    assertThat(machine.run("--no-input").failure(4)).contains("the sign-in has ended");
    assertThat(google.requests(TOKEN)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"client_id\": \"[^\"]*', '\"client_id\": \"other'",
    "127.0.0.1, localhost",
    "'(127.0.0.1:)\\d+', $11"
  })
  void ofAnotherClientHostOrPortIsNotUsed(String regex, String replacement) {
    machine.passTwoHours();
    Machine.edit(machine.credentials, client -> client.replaceAll(regex, replacement));

    assertIsNotUsed(
        "gmail-labels: the stored sign-in belongs to another OAuth client than WORK/credentials.json (TOKENS/default.json)\n");
    google.writeCredentials(machine.credentials);
    machine.run("--no-input").listing();
  }

  @Test
  void ofAnotherScopeIsNotUsed() {
    machine.variables.put("GMAIL_LABELS_SCOPE", "metadata");

    assertIsNotUsed("gmail-labels: the stored sign-in is for the scope readonly, not for metadata");
  }

  private void assertIsNotUsed(String message) {
    for (String command : List.of("--no-input", "status")) {
      Run run = machine.run(command);
      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.err()).startsWith(message);
    }
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void withoutARefreshTokenServesWhileTheAccessTokenLasts() {
    Machine.edit(file, tokens -> tokens.replace("refresh_token", "other"));

    machine.run("--no-input").succeeded();
    machine.passTwoHours();
    assertThat(machine.run("status").exitCode()).isEqualTo(4);
    machine.run("--no-input").failure(4);
    assertThat(google.requests(TOKEN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkfifo", "mkdir"})
  void whatIsNoFileInItsPlaceIsExit1AtOnceAndStays(String make) throws Exception {
    Files.delete(file);
    assertThat(new ProcessBuilder(make, file.toString()).start().waitFor()).isZero();

    for (String command : List.of("status", "login", "logout", "--no-input")) {
      Run run = machine.run(command);

      assertThat(run.exitCode()).as(command).isEqualTo(1);
      assertThat(run.err())
          .startsWith(
              "gmail-labels: cannot %s (TOKENS/default.json: not a regular file)\n"
                  .formatted(
                      command.equals("login") ? "store the sign-in" : "read the token file"));
    }
    assertThat(file).exists();
    assertThat(google.requests()).isEmpty();
    assertThat(machine.pages).isEmpty();
  }

  @Test
  void linkIsFollowedByRefreshLoginAndLogout() throws IOException {
    Path real = machine.home.resolve("real.json");
    Files.move(file, real);
    Files.createSymbolicLink(file, Path.of("link"));
    Files.createSymbolicLink(file.resolveSibling("link"), real);
    String before = Files.readString(real);
    machine.passTwoHours();
    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
    String refreshed = Files.readString(real);
    assertThat(refreshed).isNotEqualTo(before);

    assertThat(machine.run("logout").succeeded().err())
        .isEqualTo("Signed out: revoked the access at Google and deleted HOME/real.json\n");
    assertThat(real).doesNotExist();
    machine.run("login").succeeded();

    assertThat(real).isRegularFile();
    assertThat(file).isSymbolicLink();
    Files.delete(real);
    Files.createSymbolicLink(real, file);
    assertThat(machine.run("login").failure(1))
        .startsWith(
            "gmail-labels: cannot store the sign-in (TOKENS/default.json: too many levels of links)\n");
  }

  /** In the place of the lock and of the file that is renamed, a pipe would be waited for. */
  @ParameterizedTest
  @ValueSource(strings = {".lock", ".tmp"})
  void fifoBesideItIsLeftAlone(String suffix) throws Exception {
    Path beside = file.resolveSibling("default.json" + suffix);
    Files.deleteIfExists(beside);
    assertThat(new ProcessBuilder("mkfifo", beside.toString()).start().waitFor()).isZero();

    String reason =
        "(TOKENS/default.json: TOKENS/default.json%s is not a regular file)".formatted(suffix);
    assertThat(machine.run("login").failure(1))
        .startsWith("gmail-labels: cannot store the sign-in " + reason);
    assertThat(machine.pages).isEmpty();
    machine.passTwoHours();
    assertThat(machine.run("--no-input").succeeded().err()).contains(reason);
    machine.run("logout").succeeded();
    assertThat(file).doesNotExist();
    assertThat(beside).exists();
  }

  @Test
  void signInLeavesNoFileBehindWhereverItIsKilled() throws Exception {
    Path folder = file.getParent();
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      WatchKey key = folder.register(watch, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      machine.run("login").succeeded();
      watch.poll(10, TimeUnit.SECONDS);

      // The next run replaces default.json.tmp; a file of another name is gone before it is
      // written.
      assertThat(key.pollEvents())
          .filteredOn(event -> !event.context().toString().matches("default\\.json(\\.tmp)?"))
          .extracting(event -> event.kind().name())
          .startsWith("ENTRY_CREATE", "ENTRY_DELETE")
          .doesNotHaveDuplicates();
    }
    Files.copy(file, folder.resolve("default.json.tmp"));
    machine.run("logout").succeeded();
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file.resolveSibling("default.json.lock"));
    }
  }

  @Test
  void refreshWaitsForTheLockAndAReaderDoesNot() throws Exception {
    Path lock = file.resolveSibling("default.json.lock");
    String before = Files.readString(file);
    CompletableFuture<Run> refreshing;
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isShared()).isFalse();
      assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
      google.clearRequests();
      machine.passTwoHours();
      refreshing = CompletableFuture.supplyAsync(() -> machine.run("--no-input"));
      google.awaitRequests(TOKEN, 1);
      Thread.sleep(300);
      assertThat(google.requests(LIST)).isEmpty();
      assertThat(file).hasContent(before);
    }

    assertThat(refreshing.get().listing()).isEqualTo(LABELS);
    assertThat(Files.readString(file)).isNotEqualTo(before);
  }

  @Test
  void rotatedRefreshTokenIsKept() {
    respondWithTokens("\"expires_in\": 3599, \"refresh_token\": \"1//rotated\"");

    assertThat(file).content().contains("\"1//rotated\"");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      textBlock =
          """
          "token_type": "Bearer",   3600
          "expires_in": null,       3600
          "expires_in": "1800",     1800
          "expires_in": 1799.5,     1800
          "expires_in": "1799.5",   1800
          "expires_in": 1e300,      86400
          """)
  void lifetimeMayBeSpelledInManyWaysAndIsAnHourWhereThereIsNone(String rest, long seconds)
      throws IOException {
    respondWithTokens(rest);

    long expiry =
        Long.parseLong(Files.readString(file).replaceAll("(?s).*_millis\":(\\d+).*", "$1"));
    assertThat(Instant.ofEpochMilli(expiry))
        .isCloseTo(Instant.now().plusSeconds(seconds), within(2, ChronoUnit.MINUTES));
  }

  /** A listing that refreshes and gets these tokens, at a time when the old one has expired. */
  private void respondWithTokens(String rest) {
    Machine.edit(file, tokens -> tokens.replaceAll("_millis\":\\d+", "_millis\":1000"));
    google.respondNext(TOKEN, json(200, "{\"access_token\": \"ya29.new\", %s}".formatted(rest)));
    google.respondNext(LIST, json(200, "{\"labels\": [{\"name\": \"INBOX\"}]}"));

    assertThat(machine.run("--no-input").listing()).isEqualTo("INBOX\n");
    assertThat(google.requests(LIST).get(0).header("authorization")).isEqualTo("Bearer ya29.new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ya29.a\\nb", "ya29.a\\r\\nX-Evil: 1", "ya29 a", "ya29.\\u00e9", " "})
  void accessTokenThatIsNoHeaderValueIsExit6AndNotStored(String token) throws IOException {
    byte[] before = Files.readAllBytes(file);
    String tokens =
        "{\"access_token\": \"%s\", \"refresh_token\": \"1//new\", \"expires_in\": 3599}";
    google.respondAlways(TOKEN, json(200, tokens.formatted(token)));
    machine.passTwoHours();

    machine.run("--no-input").failure(6);
    machine.run("login").failure(6);
    assertThat(google.requests(LIST)).isEmpty();
    assertThat(file).hasBinaryContent(before);
  }

  static Stream<String> damaged() {
    return Stream.of(
        "",
        "\n",
        "\u0000\u0001\u0002\uFFFD",
        "{",
        "START",
        "[]",
        "17",
        "{}",
        "START}",
        "START, \"tokens\": []}",
        "START, \"tokens\": {}}",
        "START, \"tokens\": {\"access_token\": 1, \"expiration_time_millis\": 2}}",
        "START, \"tokens\": {\"access_token\": \"a\", \"expiration_time_millis\": \"soon\"}}",
        "START, \"tokens\": {\"access_token\": \"a\"}}",
        "START, \"tokens\": {\"access_token\": \"a\", \"expiration_time_millis\": 2,"
            + " \"scope\": {}, \"refresh_token\": []}}",
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        " ".repeat(2_000_000));
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void damagedFileIsNamedAndReplacedByTheNextSignIn(String content) throws IOException {
    String start =
        """
        {"client_id": "%s", "token_uri": "http://127.0.0.1/token",
          "scope": "https://www.googleapis.com/auth/gmail.readonly\""""
            .formatted(google.clientId());
    String damaged = content.replace("START", start);
    Files.writeString(file, damaged);

    assertThat(machine.run("--no-input").failure(4))
        .isEqualTo(
            """
            gmail-labels: the token file is damaged (TOKENS/default.json)
            Sign in at a terminal: gmail-labels login
            """);
    assertThat(machine.run("status").err()).startsWith("gmail-labels: the token file is damaged (");
    assertThat(Files.readString(file)).isEqualTo(damaged);
    assertThat(google.requests()).isEmpty();

    Run run = machine.run().succeeded();
    assertThat(run.out()).isEqualTo(LABELS);
    assertThat(run.err())
        .startsWith(
            "gmail-labels: warning: the token file is damaged (TOKENS/default.json); a new sign-in replaces it\n");
    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
  }
}
