package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.ScriptedResponse.json;
import static gmaillabels.sandbox.ScriptedResponse.oauthError;
import static gmaillabels.sandbox.ScriptedResponse.real;
import static gmaillabels.sandbox.ScriptedResponse.status;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stored sign-in: when it is used, refreshed and replaced, and whatever may be wrong with it.
 */
class TokenFileTest {
  private static final String LABELS = "INBOX\nWork\n";

  @AutoClose private final Machine machine = Machine.signedIn();
  private final SandboxGoogle google = machine.google;
  private final Path file = machine.tokenFile();

  @BeforeEach
  void fillMailbox() {
    google.labels(SandboxLabel.named("INBOX", "Work"));
  }

  @Test
  void isForTheUserAlone() throws IOException {
    assertThat(Run.mode(file)).isEqualTo("rw-------");
    assertThat(Run.mode(file.getParent())).isEqualTo("rwx------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactlyInAnyOrder(file, file.resolveSibling("default.json.lock"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF"})
  void runWithItIsOneQuietRequestWhateverByteOrderMarkItHas(String mark) throws IOException {
    Files.writeString(file, mark + Files.readString(file));

    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
    assertThat(google.endpoints()).containsExactly(LIST);
  }

  @Test
  void expiredAccessTokenIsRefreshedAndStored() {
    machine.passTwoHours();

    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
    assertThat(google.endpoints()).containsExactly(TOKEN, LIST);
    assertThat(google.requests(TOKEN).get(0).parameters())
        .containsEntry("grant_type", "refresh_token");

    machine.pass(Duration.ofHours(-2));
    google.clearRequests();
    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
    assertThat(google.endpoints()).containsExactly(LIST);
  }

  @Test
  void accessTokenIsUsedUntilShortlyBeforeItExpires() {
    machine.pass(Duration.ofMinutes(55));
    machine.run("--no-input");
    assertThat(google.requests(TOKEN)).isEmpty();

    machine.pass(Duration.ofMinutes(2));
    machine.run("--no-input");
    assertThat(google.requests(TOKEN)).hasSize(1);
  }

  @Test
  void accessTokenThatIsRefusedEarlyIsRefreshedNoMoreThanOnce() {
    google.expireAccessTokens();
    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
    assertThat(google.endpoints()).containsExactly(LIST, TOKEN, LIST);

    google.clearRequests();
    google.respondAlways(LIST, status(401));
    assertThat(machine.run("--no-input").failure(4))
        .isEqualTo(
            """
            gmail-labels: Gmail does not accept the sign-in, not even with a new access token: Error 401 (%s)
            Sign in again: gmail-labels login
            """
                .formatted(google.host()));
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
    Files.writeString(file, refused.replaceAll("_millis\":\\d+", "_millis\":1000"));
    google.respondNext(TOKEN, real().after(() -> write(good)));

    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
    assertThat(google.requests(TOKEN)).hasSize(expired ? 2 : 1);
  }

  private void write(String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"damaged", "{\"client_id\": \"other\""})
  void whatAnotherRunStoresMeanwhileMustBeGood(String start) throws IOException {
    String good = Files.readString(file);
    google.revokeGrants();
    machine.passTwoHours();
    String stored =
        good.replaceFirst("^.\"client_id\":\"[^\"]*\"", start).replace("ya29.", "ya29.x");
    google.respondNext(TOKEN, real().after(() -> write(stored)));

    assertThat(machine.run("--no-input").failure(4)).contains("the sign-in has ended");
    assertThat(google.requests(TOKEN)).hasSize(1);
  }

  @Test
  void missingFileIsExit4WithoutInput() throws IOException {
    Files.delete(file);

    assertThat(machine.run("--no-input").failure(4))
        .isEqualTo(
            """
            gmail-labels: not signed in yet (%s)
            Sign in at a terminal: gmail-labels login
            """
                .formatted(file));
    assertThat(google.requests()).isEmpty();
    assertThat(machine.pages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void revokedSignInIsExit4WithoutInputAndStays(boolean expired) throws IOException {
    byte[] before = Files.readAllBytes(file);
    google.revokeGrants();
    machine.pass(Duration.ofHours(expired ? 2 : 0));

    assertThat(machine.run("--no-input").failure(4))
        .startsWith(
            "gmail-labels: the sign-in has ended; it was revoked or has expired: invalid_grant: Bad Request (%s)"
                .formatted(google.host()))
        .contains("7 days")
        .endsWith("Sign in again at a terminal: gmail-labels login\n");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void refusedClientIsExit3AndOtherRefusalsExit5AndTheFileStays() throws IOException {
    byte[] before = Files.readAllBytes(file);
    google.writeCredentials(machine.credentials, google.clientId(), "wrong");
    machine.passTwoHours();

    assertThat(machine.run("--no-input").failure(3))
        .contains("it was deleted or disabled, or its secret is wrong");
    google.writeCredentials(machine.credentials);
    google.respondNext(TOKEN, oauthError(401, "deleted_client", "The client was deleted."));
    assertThat(machine.run("--no-input").failure(3))
        .contains("it was deleted or disabled, or its secret is wrong");
    google.respondNext(TOKEN, oauthError(400, "invalid_request", "Bad Request"));
    assertThat(machine.run("--no-input").failure(5))
        .isEqualTo(
            "gmail-labels: refused with status 400: invalid_request: Bad Request (%s)\n"
                .formatted(google.host()));
    assertThat(google.requests(LIST)).isEmpty();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void ofAnotherClientHostOrPortIsNotUsed() throws IOException {
    machine.passTwoHours();
    String message =
        "gmail-labels: the stored sign-in belongs to another OAuth client than %s (%s)\n"
            .formatted(machine.credentials, file);
    String own = Files.readString(machine.credentials);
    Files.writeString(machine.credentials, own.replace("127.0.0.1", "localhost"));
    assertThat(machine.run("--no-input").failure(4)).startsWith(message);
    try (SandboxGoogle other = SandboxGoogle.start()) {
      other.writeCredentials(machine.credentials);
      assertThat(machine.run("--no-input").failure(4)).startsWith(message);
      assertThat(other.requests()).isEmpty();
    }
    google.registerClient("other", "secret");
    google.writeCredentials(machine.credentials, "other", "secret");
    assertThat(machine.run("--no-input").failure(4)).startsWith(message);
    assertThat(google.requests()).isEmpty();
    assertThat(machine.run().succeeded().out()).isEqualTo(LABELS);
  }

  @Test
  void ofAnotherScopeIsNotUsed() {
    assertThat(machine.run("--no-input", "--scope=metadata").failure(4))
        .contains("the stored sign-in is for the scope readonly, not for metadata");
    assertThat(google.requests()).isEmpty();
    machine.run("--no-input").succeeded();
  }

  @Test
  void withoutARefreshTokenServesWhileTheAccessTokenLasts() throws IOException {
    Files.writeString(file, Files.readString(file).replace("refresh_token", "other"));

    machine.run("--no-input").succeeded();
    machine.passTwoHours();
    assertThat(machine.run("status").exitCode()).isEqualTo(4);
    machine.run("--no-input").failure(4);
    assertThat(google.requests(TOKEN)).isEmpty();
  }

  @Test
  void folderInItsPlaceIsExit1AndStays() throws IOException {
    Files.delete(file);
    Files.createDirectory(file);

    assertThat(machine.run().failure(1))
        .startsWith("gmail-labels: cannot read the token file (" + file);
    assertThat(machine.run("logout").failure(1))
        .startsWith("gmail-labels: cannot read the token file (" + file);
    assertThat(machine.run("status").out()).endsWith("signed in:   unknown\n");
    assertThat(file).isDirectory();
    assertThat(google.requests()).isEmpty();
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
        .isEqualTo("Signed out: revoked the access at Google and deleted %s\n".formatted(real));
    assertThat(real).doesNotExist();
    machine.run("login").succeeded();

    assertThat(real).isRegularFile();
    assertThat(file).isSymbolicLink();
    Files.delete(real);
    Files.createSymbolicLink(real, file);
    assertThat(machine.run("login").failure(1))
        .startsWith(
            "gmail-labels: cannot store the sign-in (%s: too many levels of links)\n"
                .formatted(file));
  }

  /** In the place of the lock and of the file that is renamed, a pipe would be waited for. */
  @ParameterizedTest
  @ValueSource(strings = {".lock", ".tmp"})
  void fifoBesideItIsLeftAlone(String suffix) throws Exception {
    Path beside = file.resolveSibling("default.json" + suffix);
    Files.deleteIfExists(beside);
    assertThat(new ProcessBuilder("mkfifo", beside.toString()).start().waitFor()).isZero();

    String reason = "(%s: %s is not a regular file)".formatted(file, beside);
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
  void rotatedRefreshTokenIsKept() throws IOException {
    respondWithTokens("\"expires_in\": 3599, \"refresh_token\": \"1//rotated\"");

    assertThat(Files.readString(file)).contains("\"1//rotated\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "token_type": "Bearer" | 3600
          "expires_in": "1800"   | 1800
          """)
  void lifetimeIsReadAsTextAndIsAnHourWhereThereIsNone(String rest, long seconds)
      throws IOException {
    respondWithTokens(rest);

    Matcher expiry = Pattern.compile("_millis\":(\\d+)").matcher(Files.readString(file));
    assertThat(expiry.find()).isTrue();
    assertThat(Instant.ofEpochMilli(Long.parseLong(expiry.group(1))))
        .isCloseTo(Instant.now().plusSeconds(seconds), within(2, ChronoUnit.MINUTES));
  }

  /** A listing that refreshes and gets these tokens, at a time when the old one has expired. */
  private void respondWithTokens(String rest) throws IOException {
    Files.writeString(file, Files.readString(file).replaceAll("_millis\":\\d+", "_millis\":1000"));
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

  @Test
  void fifoInItsPlaceIsExit1AtOnce() throws Exception {
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();

    for (String command : List.of("status", "login", "list", "logout")) {
      String[] words = command.equals("list") ? new String[0] : new String[] {command};
      Run run = machine.run(words);

      assertThat(run.exitCode()).as(command).isEqualTo(1);
      assertThat(run.err()).as(command).contains(file + ": not a regular file");
    }
    assertThat(file).exists();
    assertThat(google.requests()).isEmpty();
    assertThat(machine.pages).isEmpty();
  }

  @Test
  void refreshThatCannotBeStoredStillLists() throws IOException {
    // A file name may have 255 bytes: this one just fits, the temporary one beside it does not.
    String account = "a".repeat(250);
    Path stored = Files.move(file, machine.tokenFile(account));
    machine.passTwoHours();

    Run run = machine.run("--no-input", "--account=" + account).succeeded();

    assertThat(run.out()).isEqualTo(LABELS);
    assertThat(run.err())
        .startsWith(
            "gmail-labels: warning: cannot store the new access token, so the next run will ask for"
                + " one again ("
                + stored);
    assertThat(stored).exists();
    machine.run("logout", "--account=" + account).succeeded();
    assertThat(stored).doesNotExist();
  }

  @Test
  void whatAKilledRunLeftBehindIsReplaced() throws IOException {
    Path leftBehind = file.resolveSibling("default.json.tmp");
    Files.writeString(leftBehind, "half of a sign-in");
    Files.setPosixFilePermissions(leftBehind, PosixFilePermissions.fromString("rw-rw-rw-"));

    machine.passTwoHours();
    machine.run("--no-input").succeeded();

    assertThat(google.requests(TOKEN)).hasSize(1);
    assertThat(leftBehind).doesNotExist();
    assertThat(Run.mode(file)).isEqualTo("rw-------");
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
            gmail-labels: the token file is damaged (%s)
            Sign in at a terminal: gmail-labels login
            """
                .formatted(file));
    assertThat(Files.readString(file)).isEqualTo(damaged);
    assertThat(google.requests()).isEmpty();

    Run run = machine.run().succeeded();
    assertThat(run.out()).isEqualTo(LABELS);
    assertThat(run.err())
        .startsWith(
            "gmail-labels: warning: the token file is damaged (%s); a new sign-in replaces it\n"
                .formatted(file));
    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
  }
}
