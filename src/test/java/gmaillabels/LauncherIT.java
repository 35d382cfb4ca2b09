package gmaillabels;

import static gmaillabels.JarProcess.LABELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built jar as a program of its own: {@code ./gmail-labels.jar}. */
@Timeout(300)
class LauncherIT {
  private static final Path JAVA = Path.of(System.getProperty("java.home"));
  private static final String LISTING_CLASS = "gmaillabels.label.Label$Visibility";

  @TempDir Path folder;
  @AutoClose private JarProcess jar;
  private Path program;
  private Path cache;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    jar = new JarProcess(folder);
    cache = jar.home.resolve(".cache/gmail-labels");
    jar.variables.put("JAVA_HOME", JAVA.toString());
    // Not by the program itself, which would make an archive.
    jar.command = List.of(JAVA.resolve("bin/java").toString(), "-jar", JarProcess.JAR.toString());
    assertThat(run("login").exitCode()).isZero();
    install("gmail-labels");
  }

  private void install(String name) throws IOException {
    program = jar.folder.resolve(name);
    Files.copy(JarProcess.JAR, program, StandardCopyOption.COPY_ATTRIBUTES);
    jar.command = List.of(program.toString());
  }

  /** Through a shell, for which the path of the program begins where the program does. */
  private Run run(String... arguments) throws IOException, InterruptedException {
    return jar.runIn("exec \"$@\"", arguments);
  }

  private void assertLists() throws IOException, InterruptedException {
    assertThat(run().listing()).isEqualTo(LABELS);
  }

  /** Lists, and waits until there is an archive in the cache, and nothing else any more. */
  private Path listAndAwaitArchive() throws IOException, InterruptedException {
    assertLists();
    return archive();
  }

  private Path archive() throws IOException, InterruptedException {
    return awaitCache(files -> files.size() == 1 && files.get(0).toString().endsWith(".jsa"))
        .get(0)
        .resolve("archive");
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

  /** Lists, and tells whether the class that a listing loads last came from an archive. */
  private boolean usesArchive() throws IOException, InterruptedException {
    Path log = jar.folder.resolve("classes");
    jar.variables.put("GMAIL_LABELS_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    assertLists();
    jar.variables.remove("GMAIL_LABELS_JAVA_OPTS");
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(" " + LISTING_CLASS + " source: "))
        .findFirst()
        .orElseThrow()
        .endsWith("source: shared objects file");
  }

  /** Lists with an archive that is of no use, after which there must be another one, which is. */
  private void assertMadeAnew(Path archive) throws IOException, InterruptedException {
    Object before = identity(archive);
    assertThat(usesArchive()).isFalse();
    assertThat(identity(archive())).isNotEqualTo(before);
    assertThat(usesArchive()).isTrue();
  }

  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static void setMode(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void onlyAListingMakesAnArchiveThatTheNextRunUses() throws Exception {
    assertThat(run("-V").exitCode()).isZero();
    awaitCache(List::isEmpty);
    Path archive = listAndAwaitArchive();

    assertThat(usesArchive()).isTrue();
    assertThat(Run.mode(cache)).isEqualTo("rwx------");
    assertThat(Run.mode(archive.getParent())).isEqualTo("rwx------");
  }

  @Test
  void whatOthersCouldHaveWrittenIsNotUsed() throws Exception {
    Path archive = listAndAwaitArchive();
    for (Path folder : List.of(cache, archive.getParent())) {
      setMode(folder, "rwxrwxrwx");
      assertThat(usesArchive()).as("%s that others can write to", folder).isFalse();
      setMode(folder, "rwx------");
      archive();
    }
    Path real = Files.move(cache, cache.resolveSibling("real"));
    Files.createSymbolicLink(cache, real);
    assertThat(usesArchive()).as("a cache that is a link").isFalse();
    Files.delete(cache);
    Files.move(real, cache);
    assertThat(usesArchive()).isTrue();

    if (Files.getAttribute(cache, "unix:uid").equals(0)) {
      Files.setAttribute(cache, "unix:uid", 65534);
      assertThat(usesArchive()).as("the cache of another").isFalse();
      Files.setAttribute(cache, "unix:uid", 0);
      Files.setAttribute(archive, "unix:uid", 65534);
      assertMadeAnew(archive);
    }
    setMode(archive, "rw-rw-r--");
    assertMadeAnew(archive);
    Path other = Files.move(archive, folder.resolve("other"));
    Files.createSymbolicLink(archive, other);
    assertMadeAnew(archive);
  }

  @Test
  void archiveIsMadeAgainWhenTheJarOrJavaHasChanged() throws Exception {
    Path archive = listAndAwaitArchive();

    for (int days : new int[] {-400, 400}) {
      Files.setLastModifiedTime(
          program, FileTime.from(Instant.now().plus(Duration.ofDays(days)).plusNanos(1)));
      assertMadeAnew(archive);
      Object made = identity(archive);
      assertThat(identity(listAndAwaitArchive())).isEqualTo(made);
    }
    Path facts = archive.resolveSibling("facts");
    Files.writeString(facts, Files.readString(facts).replace("JAVA_VERSION", "JAVA_V"));
    assertMadeAnew(archive);
  }

  @Test
  void damagedArchiveIsNeitherFatalNorToldNorKept() throws Exception {
    Path archive = listAndAwaitArchive();
    FileTime time = Files.getLastModifiedTime(archive);

    damage(archive);
    assertMadeAnew(archive);

    setMode(archive, "rw-------");
    Files.write(archive, new byte[100_000]);
    assertMadeAnew(archive);

    damage(archive);
    Files.setLastModifiedTime(archive, time);
    assertThat(usesArchive()).isFalse();
    Files.setLastModifiedTime(
        archive.resolveSibling("facts"), FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    assertMadeAnew(archive);
  }

  private static void damage(Path archive) throws IOException {
    setMode(archive, "rw-------");
    try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(4096), channel.size() / 8192 * 4096);
    }
  }

  @Test
  void oneArchiveHoweverThePathIsSpelled() throws Exception {
    Path bin = Files.createDirectories(jar.home.resolve(".local/bin"));
    Path link = Files.createSymbolicLink(bin.resolve("labels"), program);
    listAndAwaitArchive();

    for (String spelled :
        List.of(
            link.toString(),
            jar.work.relativize(program).toString(),
            program.getParent() + "/work/.././" + program.getFileName())) {
      jar.command = List.of(spelled);
      assertThat(usesArchive()).as(spelled).isTrue();
      assertThat(run("--no-input", "--account=other").err())
          .endsWith(" " + jar.work.resolve(spelled) + " login --account=other\n");
    }
    archive();
  }

  @Test
  void theArchiveIsMadeWithNothingOfTheCallers() throws Exception {
    Run run =
        jar.runIn(
            """
            exec 7> seven 12> twelve
            flock 7 && flock 12 && "$@"
            exec 7>&- 12>&-
            flock -n seven echo seven && flock -n twelve echo twelve
            """);
    Path lock = awaitCache(files -> !files.isEmpty()).get(0);
    long maker = Long.parseLong(Files.readString(lock.resolve("maker")).strip());
    String[] stat = Files.readString(Path.of("/proc/" + maker + "/stat")).split(" ");

    assertThat(run.out()).isEqualTo(LABELS + "seven\ntwelve\n");
    assertThat(stat[5]).as("the session").isEqualTo(String.valueOf(maker));

    ProcessHandle.of(maker).ifPresent(ProcessHandle::destroyForcibly);
    // A killed process can be found until its parent asks for it, one of ours is gone now.
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.writeString(lock.resolve("maker"), gone.pid() + "\n");
    listAndAwaitArchive();
  }

  @Test
  void theWordsOfTheJvmAreNoLabels() throws Exception {
    Run dump =
        jar.runIn(
            """
            "$@" login --no-browser --login-timeout=4 2> err &
            until grep -q Waiting err; do sleep 0.1; done
            kill -QUIT $!
            wait $!
            cat err >&2
            """);
    assertThat(dump.err()).contains("Full thread dump");
    assertThat(dump.out()).isEmpty();

    jar.variables.put("GMAIL_LABELS_JAVA_OPTS", "-Xms9000000g -Xmx9000000g");
    assertThat(run().failure(1)).contains("initialization of VM");
  }

  @Test
  void pathsAndOptionsAreUtf8InTheLocaleOfCron() throws Exception {
    jar.google.labels(SandboxLabel.named("Work", "Caf\u00e9"));
    String script =
        """
        e=$(printf '\\303\\251')
        tokens=$HOME/.config/gmail-labels/tokens
        HOME=$HOME/jos$e
        mkdir -p "$HOME" && cp -p "$1" "$HOME" && cp -R "$tokens" "$HOME/$e" &&
        exec "$HOME/gmail-labels" --no-input --tokens="$HOME/$e" --match="$e"
        """;
    for (Map<String, String> locale :
        List.of(Map.of("LC_ALL", "C"), Map.of("LANG", "POSIX"), Map.<String, String>of())) {
      jar.variables.keySet().removeAll(List.of("LC_ALL", "LANG"));
      jar.variables.putAll(locale);

      assertThat(jar.runIn(script).listing()).isEqualTo("Caf\u00e9\n");
    }
  }

  @Test
  void cacheThatCannotBeWrittenIsNeitherFatalNorTold() throws Exception {
    Files.writeString(jar.home.resolve(".cache"), "");
    assertLists();

    jar.variables.put("XDG_CACHE_HOME", "/proc/nothing");
    assertLists();
  }

  @Test
  void twoFirstRunsAtOnce() throws Exception {
    assertThat(jar.runIn("\"$@\" & \"$@\"; wait").listing()).isEqualTo(LABELS + LABELS);
    archive();
    assertLists();
  }

  @Test
  void namesWithSpacesAndCollectorsOfOthersAreNoMatter() throws Exception {
    jar.variables.put("XDG_CACHE_HOME", jar.home.resolve("my cache").toString());
    cache = jar.home.resolve("my cache/gmail-labels");
    listAndAwaitArchive();
    assertLists();

    jar.variables.put("GMAIL_LABELS_JAVA_OPTS", "-XX:+UseParallelGC");
    assertLists();
  }

  @Test
  void failuresKeepTheirExitCodeAndTellTheCommandAsItWasTyped() throws Exception {
    install("my gmail labels");

    assertThat(run("--no-input", "--account=other").failure(4))
        .endsWith("'%s' login --account=other\n".formatted(program));
    assertThat(run("--nonsense").exitCode()).isEqualTo(2);
  }

  @Test
  void theJavaBesideTheJarComesFirst() throws Exception {
    Path unpacked = Files.createDirectory(jar.folder.resolve("unpacked"));
    install("unpacked/gmail-labels.jar");
    Path runtime = Files.createDirectory(unpacked.resolve("runtime"));
    for (String part : List.of("bin", "conf", "lib", "release")) {
      Path other = JarProcess.hasRuntime() ? JarProcess.RUNTIME : JAVA;
      Files.createSymbolicLink(runtime.resolve(part), other.resolve(part));
    }
    Path link = Files.createSymbolicLink(jar.home.resolve("labels"), program);
    jar.variables.put("JAVA_HOME", "/nowhere");
    listAndAwaitArchive();

    for (String spelled : List.of(link.toString(), "../unpacked/gmail-labels.jar")) {
      jar.command = List.of(spelled);
      assertThat(usesArchive()).as(spelled).isTrue();
    }
    setMode(unpacked, "rwxrwxrwx");
    if (Files.getAttribute(runtime, "unix:uid").equals(0)) {
      Files.setAttribute(runtime, "unix:uid", 65534);
      assertThat(run().err()).startsWith("gmail-labels: there is no Java in JAVA_HOME (/nowhere)");
    }
  }

  @Test
  void closedStandardOutputIsNoticedEvenBesideAClosedInput() throws Exception {
    for (String closed : List.of(">&-", "<&- >&-")) {
      assertThat(jar.runIn("exec \"$@\" " + closed).failure(1))
          .isEqualTo("gmail-labels: cannot write the output (standard output is closed)\n");
    }
  }

  @Test
  void noJavaIsSaid() throws Exception {
    jar.variables.put("JAVA_HOME", "/nowhere");

    assertThat(run().failure(1))
        .startsWith("gmail-labels: there is no Java in JAVA_HOME (/nowhere)\n");

    jar.variables.remove("JAVA_HOME");
    assertThat(jar.runIn("PATH=/nowhere exec /bin/sh \"$@\"").failure(1))
        .startsWith("gmail-labels: there is no java on your PATH\n");
  }

  @Test
  void oldJavaIsSaid() throws Exception {
    Path old = Files.createDirectories(jar.folder.resolve("jdk/bin"));
    Files.copy(Path.of("/bin/sh"), old.resolve("java"));
    jar.variables.put("JAVA_HOME", old.getParent().toString());
    for (String version : List.of("1.8.0_402", "11.0.2", "16")) {
      Files.writeString(
          old.resolveSibling("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");

      assertThat(run().failure(1)).startsWith("gmail-labels: Java " + version + " is too old (");
    }
  }

  @Test
  void shellcheckHasNothingToSay() throws Exception {
    assumeTrue(jar.runIn("command -v shellcheck").exitCode() == 0, "shellcheck is not installed");

    Path launcher = Path.of("src/main/sh/launcher.sh").toAbsolutePath();
    assertThat(jar.runIn("shellcheck " + launcher).listing()).isEmpty();
  }
}
