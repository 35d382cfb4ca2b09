package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built jar as a program of its own: {@code ./gmail-labels.jar}. */
@Timeout(120)
class LauncherIT {
  private static final String LABELS = "INBOX\nWork\n";

  @TempDir Path folder;
  private SandboxGoogle google;
  private JarProcess jar;
  private Path program;
  private Path cache;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    google = SandboxGoogle.start();
    google.labels(List.of(SandboxLabel.system("INBOX"), SandboxLabel.user("Label_1", "Work")));
    jar = new JarProcess(google, folder);
    install("gmail-labels");
    cache = jar.home.resolve(".cache/gmail-labels");
    jar.variables.put("JAVA_HOME", System.getProperty("java.home"));
    assertThat(jar.run("login").exitCode()).isZero();
  }

  private void install(String name) throws IOException {
    program = folder.toRealPath().resolve(name);
    Files.copy(JarProcess.JAR, program, StandardCopyOption.COPY_ATTRIBUTES);
    jar.variables.put("PROGRAM", program.toString());
  }

  @AfterEach
  void stop() {
    google.close();
  }

  /** Runs the program itself, where {@link JarProcess} would have {@code java -jar} run it. */
  private Run run(String... arguments) throws IOException, InterruptedException {
    return jar.runIn("shift 3; exec \"$PROGRAM\" \"$@\"", arguments);
  }

  private static void assertQuiet(Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(LABELS);
    assertThat(run.exitCode()).isZero();
  }

  /** Waits until there is an archive in the cache, and nothing else any more. */
  private Path archive() throws IOException, InterruptedException {
    return awaitCache(files -> files.size() == 1 && files.get(0).toString().endsWith(".jsa"))
        .get(0);
  }

  private List<Path> awaitCache(Predicate<List<Path>> isReached)
      throws IOException, InterruptedException {
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      cache.register(
          watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
      while (true) {
        try (var files = Files.list(cache)) {
          List<Path> all = files.toList();
          if (isReached.test(all)) {
            return all;
          }
        }
        WatchKey key = watch.poll(60, TimeUnit.SECONDS);
        assertThat(key).as("a change in the cache").isNotNull();
        key.reset();
      }
    }
  }

  /** The class that a listing loads last, so that an archive of less than a listing shows. */
  private String whereMailboxComesFrom() throws IOException, InterruptedException {
    Path log = jar.folder.resolve("classes");
    jar.variables.put("GMAIL_LABELS_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    assertQuiet(run());
    jar.variables.remove("GMAIL_LABELS_JAVA_OPTS");
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(" gmaillabels.gmail.Mailbox source: "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void listsAndMakesAnArchiveThatTheNextRunUses() throws Exception {
    assertQuiet(run());
    archive();

    assertThat(whereMailboxComesFrom()).endsWith("source: shared objects file");
  }

  @Test
  void archiveIsMadeAgainWhenTheJarHasChanged() throws Exception {
    assertQuiet(run());
    Path first = archive();
    Files.setLastModifiedTime(
        program, FileTime.from(Files.getLastModifiedTime(first).toInstant().plusSeconds(1)));

    assertThat(whereMailboxComesFrom()).doesNotContain("shared objects file");
  }

  @Test
  void damagedArchiveIsNeitherFatalNorTold() throws Exception {
    assertQuiet(run());
    Path archive = archive();
    Files.delete(archive);
    Files.write(archive, new byte[100_000]);

    assertQuiet(run());
  }

  @Test
  void cacheThatCannotBeWrittenIsNeitherFatalNorTold() throws Exception {
    Files.writeString(jar.home.resolve(".cache"), "");
    assertQuiet(run());

    jar.variables.put("XDG_CACHE_HOME", "/proc/nothing");
    assertQuiet(run());
  }

  @Test
  void twoFirstRunsAtOnce() throws Exception {
    Run run = jar.runIn("shift 3; \"$PROGRAM\" \"$@\" & \"$PROGRAM\" \"$@\"; wait");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(LABELS + LABELS);
    archive();
    assertQuiet(run());
  }

  @Test
  void namesWithSpacesAndCollectorsOfOthersAreNoMatter() throws Exception {
    jar.variables.put("XDG_CACHE_HOME", jar.home.resolve("my cache").toString());
    cache = jar.home.resolve("my cache/gmail-labels");
    assertQuiet(run());
    archive();
    assertQuiet(run());

    jar.variables.put("GMAIL_LABELS_JAVA_OPTS", "-XX:+UseParallelGC");
    assertQuiet(run());
  }

  @Test
  void onlyAListingMakesAnArchive() throws Exception {
    assertThat(run("-V").exitCode()).isZero();
    awaitCache(List::isEmpty);
    assertQuiet(run());
    archive();

    assertThat(whereMailboxComesFrom()).endsWith("source: shared objects file");
  }

  @Test
  void failuresKeepTheirExitCodeAndTellTheCommandAsItWasTyped() throws Exception {
    install("my gmail labels");

    Run run = run("--no-input", "--account=other");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).endsWith("'%s' login --account=other\n".formatted(program));
    assertThat(run("--nonsense").exitCode()).isEqualTo(2);
  }

  @Test
  void noJavaIsSaid() throws Exception {
    jar.variables.put("JAVA_HOME", "/nowhere");

    Run run = run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).startsWith("gmail-labels: there is no Java in JAVA_HOME (/nowhere)\n");

    jar.variables.remove("JAVA_HOME");
    Run noPath = jar.runIn("shift 3; PATH=/nowhere exec /bin/sh \"$PROGRAM\"");
    assertThat(noPath.exitCode()).isEqualTo(1);
    assertThat(noPath.err()).startsWith("gmail-labels: there is no java on your PATH\n");
  }

  @Test
  void oldJavaIsSaid() throws Exception {
    Path old = Files.createDirectories(folder.toRealPath().resolve("jdk/bin"));
    Files.copy(Path.of("/bin/sh"), old.resolve("java"));
    jar.variables.put("JAVA_HOME", old.getParent().toString());
    for (String version : List.of("1.8.0_402", "11.0.2", "16")) {
      Files.writeString(
          old.resolveSibling("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");

      Run run = run();

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).startsWith("gmail-labels: Java " + version + " is too old (");
    }
  }

  @Test
  void shellcheckHasNothingToSay() throws Exception {
    assumeTrue(
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck"))),
        "shellcheck is not installed");

    Run run = jar.runIn("shellcheck " + Path.of("src/main/sh/launcher.sh").toAbsolutePath());

    assertThat(run.out() + run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }
}
