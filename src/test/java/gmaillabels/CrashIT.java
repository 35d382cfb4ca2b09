package gmaillabels;

import static gmaillabels.sandbox.Endpoint.AUTHORIZE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.ScriptedResponse.delayed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stored sign-in when runs of the built jar are killed while they write it, when many run at
 * once, and when there is no room. Every run has to write, because access tokens expire at once.
 */
class CrashIT {
  private static final int KILLS = 10;
  private static final int AT_ONCE = 20;

  @AutoClose private final JarProcess jar = JarProcess.create();
  private final SandboxGoogle google = jar.google;
  private final Path tokens = jar.tokenFile().getParent();
  private String refreshToken;

  @BeforeEach
  void signIn() throws Exception {
    google.authorization.accessTokenLifetime(Duration.ofMinutes(1));
    jar.signIn();
    refreshToken = JarProcess.token(jar.tokenFile(), "1//");
  }

  @Test
  void runsThatAreKilledLeaveTheFileWhole() throws Exception {
    for (int i = 0; i < KILLS; i++) {
      google.clearRequests();
      int leftOver = temporaryFiles().size();
      try (JarProcess.Running running = jar.start(List.of(), "--no-input")) {
        google.awaitRequests(TOKEN, 1);
        // Half of them in the middle of a write, the others while the response is on its way.
        while (i % 2 == 0 && running.process().isAlive() && temporaryFiles().size() == leftOver) {
          Thread.onSpinWait();
        }
        running.process().destroyForcibly().waitFor();
      }
      assertWhole();
    }
    assertThat(jar.run("--no-input").listing()).isEqualTo(JarProcess.LABELS);
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void twentyRunsAtOnceAllListAndLeaveTheFileWhole() throws Exception {
    List<JarProcess.Running> all = new ArrayList<>();
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        all.add(jar.start(List.of(), "--no-input"));
      }
      for (JarProcess.Running running : all) {
        assertThat(running.end().listing()).isEqualTo(JarProcess.LABELS);
      }
    } finally {
      all.forEach(JarProcess.Running::close);
    }
    assertThat(google.requests(TOKEN)).hasSize(AT_ONCE);
    assertWhole();
    assertThat(temporaryFiles()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "logout"})
  void refreshThatEndsLateLeavesWhatAnotherRunHasDone(String command) throws Exception {
    google.respondNext(TOKEN, delayed(Duration.ofSeconds(3)));
    try (JarProcess.Running refreshing = jar.start(List.of(), "--no-input")) {
      google.awaitRequests(TOKEN, 1);
      jar.run(command).succeeded();
      assertThat(jar.tokenFile().toFile().exists()).isEqualTo(command.equals("login"));
      String after = command.equals("login") ? Files.readString(jar.tokenFile()) : "";

      assertThat(refreshing.end().exitCode()).isEqualTo(command.equals("login") ? 0 : 4);

      assertThat(jar.tokenFile().toFile().exists()).isEqualTo(command.equals("login"));
      if (command.equals("login")) {
        assertThat(jar.tokenFile()).hasContent(after);
      }
    }
  }

  @Test
  void diskWithoutRoomKeepsTheOldFileAndOpensNoBrowserAndStillLists() throws Exception {
    byte[] old = Files.readAllBytes(jar.tokenFile());
    // In the units of sh, which are half of those of bash, the limit is the half of the file.
    String full = "exec sh -c 'ulimit -f 1; exec \"$@\"' sh \"$@\"";

    Run run = jar.runIn(full, "--no-input").succeeded();
    assertThat(run.out()).isEqualTo(JarProcess.LABELS);
    assertThat(run.err())
        .isEqualTo(
            "gmail-labels: warning: cannot store the new access token, so the next run will ask for"
                + " one again (%s: File too large)\n",
            jar.tokenFile());
    assertThat(jar.runIn(full, "login").failure(1))
        .startsWith(
            "gmail-labels: cannot store the sign-in (%s: File too large)\n"
                .formatted(jar.tokenFile()));
    assertThat(google.requests(AUTHORIZE)).isEmpty();
    assertThat(jar.tokenFile()).hasBinaryContent(old);
    assertThat(temporaryFiles()).isEmpty();
  }

  /**
   * As in a container that is given the file alone: a mount point is neither replaced nor deleted.
   */
  @Test
  void tokenFileThatIsAMountPoint() throws Exception {
    assumeThat(new ProcessBuilder("unshare", "-rm", "true").start().waitFor()).isZero();
    String script =
        "exec unshare -rm sh -c 'mount --bind \"$0\" \"$0\" && exec \"$@\"' %s \"$@\""
            .formatted(jar.tokenFile());

    assertThat(jar.runIn(script, "login").failure(1))
        .startsWith(
            "gmail-labels: cannot store the sign-in (%s: Device or resource busy)\n"
                .formatted(jar.tokenFile()));
    assertThat(google.requests(AUTHORIZE)).isEmpty();
    assertWhole();
    assertThat(jar.runIn(script, "logout").failure(1))
        .isEqualTo(
            """
            gmail-labels: cannot delete the token file (%s: Device or resource busy), but its tokens are no longer valid
            Delete it yourself.
            """,
            jar.tokenFile());
    google.close();
    assertThat(jar.runIn(script, "logout").failure(1))
        .isEqualTo(
            """
            gmail-labels: cannot delete the token file (%s: Device or resource busy), and the access was not revoked at Google: cannot connect, after 5 attempts (%s)
            The file still holds your sign-in: delete it yourself, and remove the access at https://myaccount.google.com/connections
            """,
            jar.tokenFile(), google.host());
  }

  private void assertWhole() throws IOException {
    assertThat(JarProcess.token(jar.tokenFile(), "1//")).isEqualTo(refreshToken);
    String accessToken = JarProcess.token(jar.tokenFile(), "ya29");
    assertThat(google.authorization.secretsIn(accessToken)).containsExactly(accessToken);
    assertThat(Run.mode(tokens)).isEqualTo("rwx------");
    assertThat(Run.mode(jar.tokenFile())).isEqualTo("rw-------");
    for (Path file : temporaryFiles()) {
      assertThat(Run.mode(file)).isEqualTo("rw-------");
    }
  }

  private List<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(tokens)) {
      return files.filter(file -> file.toString().endsWith(".tmp")).toList();
    }
  }
}
