package gmaillabels;

import static gmaillabels.sandbox.Endpoint.TOKEN;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What becomes of the cached sign-in when the built jar is killed while it writes, runs many times
 * at once, or meets a full disk. Every run has to write, because access tokens expire at once. Each
 * check throws if the file is not whole or not private; {@link CrashSafetyIT} does a few of each,
 * {@link #main} as many as one likes.
 */
final class CrashSafety implements AutoCloseable {
  private static final String LABELS = "INBOX\nWork\n";

  /** A cold program has parsed the answer and written the file after about half of this time. */
  private static final int WRITES_WITHIN_MILLIS = 160;

  private final SandboxGoogle google;
  private final JarProcess jar;
  private final Path tokens;
  private final Random random = new Random();
  private final String refreshToken;

  /** Signs in. */
  CrashSafety(Path folder) throws IOException, InterruptedException {
    google = SandboxGoogle.start();
    google.labels(List.of(SandboxLabel.system("INBOX"), SandboxLabel.user("Label_1", "Work")));
    google.accessTokenLifetime(Duration.ofMinutes(1));
    jar = new JarProcess(google, folder);
    tokens = jar.tokenFile().getParent();
    require(jar.run("login"), 0, "", "To let this program see");
    refreshToken = text(readTokens(jar.tokenFile()), "refresh_token");
  }

  @Override
  public void close() {
    google.close();
  }

  /**
   * What the kills hit.
   *
   * @param before how many left the old tokens
   * @param during how many left the old tokens and a temporary file
   * @param after how many left the new tokens
   */
  record Kills(int before, int during, int after) {}

  /** Kills this many runs, each while it fetches a new access token or writes it. */
  Kills killRuns(int runs) throws IOException, InterruptedException {
    int before = 0;
    int during = 0;
    int after = 0;
    for (int i = 0; i < runs; i++) {
      byte[] old = Files.readAllBytes(jar.tokenFile());
      int leftOver = temporaryFiles().size();
      google.clearRequests();
      try (JarProcess.Running running = jar.start(List.of(), "--no-input")) {
        google.awaitRequests(TOKEN, 1);
        if (i % 2 == 0) {
          Thread.sleep(random.nextInt(WRITES_WITHIN_MILLIS));
        } else {
          awaitTemporaryFile(running.process(), leftOver);
        }
        // SIGKILL: the program gets no chance to tidy up.
        running.process().destroyForcibly().waitFor();
      }
      requireWhole(jar.tokenFile());
      if (!Arrays.equals(old, Files.readAllBytes(jar.tokenFile()))) {
        after++;
      } else if (temporaryFiles().size() > leftOver) {
        during++;
      } else {
        before++;
      }
    }
    require(jar.run("status"), 0, "", "");
    requireLists(jar.run("--no-input"));
    return new Kills(before, during, after);
  }

  /** Starts this many runs that all have to write, and waits for them. */
  void runAtOnce(int runs) throws IOException, InterruptedException {
    google.clearRequests();
    List<JarProcess.Running> all = new ArrayList<>();
    try {
      for (int i = 0; i < runs; i++) {
        all.add(jar.start(List.of(), "--no-input"));
      }
      for (JarProcess.Running running : all) {
        requireLists(running.end());
      }
    } finally {
      all.forEach(JarProcess.Running::close);
    }
    if (google.requests(TOKEN).size() != runs) {
      throw new IllegalStateException("Not every run had to write");
    }
    requireWhole(jar.tokenFile());
  }

  /** Runs once while the operating system lets nobody write more than the half of the file. */
  void runWithoutRoom() throws IOException, InterruptedException {
    byte[] old = Files.readAllBytes(jar.tokenFile());
    List<String> launcher = List.of("sh", "-c", "ulimit -f 1; exec \"$@\"", "sh");
    try (JarProcess.Running running = jar.start(launcher, "--no-input")) {
      require(running.end(), 0, LABELS, notStored(jar.tokenFile(), "File too large"));
    }
    requireOnly(jar.tokenFile(), old);
  }

  /** Runs on a disk without room, which is there already and is filled by this method. */
  void runOnFullDisk(Path disk) throws IOException, InterruptedException {
    Path full = Files.createDirectory(disk.resolve("tokens"));
    Path file = Files.copy(jar.tokenFile(), full.resolve("default.json"));
    fill(disk);
    byte[] old = Files.readAllBytes(file);

    require(
        jar.run("--no-input", "--tokens=" + full),
        0,
        LABELS,
        notStored(file, "No space left on device"));
    requireOnly(file, old);

    for (String account : List.of("default", "other")) {
      Run signIn = jar.run("login", "--tokens=" + full, "--account=" + account);
      require(signIn, 1, "", "To let this program see");
      String sentence =
          "\ngmail-labels: cannot store the sign-in (%s: No space left on device)\n"
              .formatted(full.resolve(account + ".json"));
      if (!signIn.err().contains(sentence)) {
        throw new IllegalStateException(signIn.err());
      }
      requireOnly(file, old);
    }
  }

  private static String notStored(Path file, String why) {
    return "gmail-labels: warning: cannot store the new access token, so the next run will ask for"
        + " one again (%s: %s)\n".formatted(file, why);
  }

  /** The temporary files that killed runs left behind. */
  List<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(tokens)) {
      return files.filter(file -> file.toString().endsWith(".tmp")).toList();
    }
  }

  private void awaitTemporaryFile(Process process, int leftOver) throws IOException {
    while (process.isAlive()) {
      int now = 0;
      try (DirectoryStream<Path> files = Files.newDirectoryStream(tokens, "*.tmp")) {
        for (Path file : files) {
          now += file == null ? 0 : 1;
        }
      }
      if (now > leftOver) {
        return;
      }
    }
  }

  private static void fill(Path disk) throws IOException {
    try (var filler = Files.newOutputStream(disk.resolve("filler"))) {
      while (true) {
        filler.write(new byte[512]);
      }
    } catch (IOException e) {
      if (disk.toFile().getUsableSpace() > 0) {
        throw e;
      }
    }
  }

  private void requireWhole(Path file) throws IOException {
    if (!text(readTokens(file), "refresh_token").equals(refreshToken)
        || !google.secrets().contains(text(readTokens(file), "access_token"))) {
      throw new IllegalStateException("Other tokens than Google's in " + file);
    }
    requirePrivate(tokens, "rwx------");
    requirePrivate(file, "rw-------");
    for (Path temporary : temporaryFiles()) {
      requirePrivate(temporary, "rw-------");
    }
  }

  private static void requirePrivate(Path path, String mode) throws IOException {
    String actual = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    if (!actual.equals(mode)) {
      throw new IllegalStateException("%s has the mode %s".formatted(path, actual));
    }
  }

  private static void requireOnly(Path file, byte[] content) throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      List<Path> all = files.toList();
      if (!all.equals(List.of(file)) || !Arrays.equals(Files.readAllBytes(file), content)) {
        throw new IllegalStateException("Not the old file alone: " + all);
      }
    }
  }

  private static void requireLists(Run run) {
    require(run, 0, LABELS, "");
    if (!run.err().isEmpty()) {
      throw new IllegalStateException(run.err());
    }
  }

  private static void require(Run run, int exitCode, String out, String startOfErr) {
    if (run.exitCode() != exitCode
        || !out.isEmpty() && !run.out().equals(out)
        || !run.err().startsWith(startOfErr)) {
      throw new IllegalStateException(
          "exit %d\n%s%s".formatted(run.exitCode(), run.out(), run.err()));
    }
  }

  private static JsonObject readTokens(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file))
        .getAsJsonObject()
        .getAsJsonObject("tokens");
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  /** Does all of it, with the number of killed runs as the argument, and prints what came out. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 1) {
      throw new IllegalArgumentException("Usage: CrashSafety RUNS");
    }
    Path folder = Files.createTempDirectory("gmail-labels-crash");
    try (CrashSafety crashSafety = new CrashSafety(folder)) {
      long start = System.nanoTime();
      Kills kills = crashSafety.killRuns(Integer.parseInt(args[0]));
      say("runs killed while they refreshed", args[0]);
      say("  before the new tokens were written", kills.before());
      say("  while they were written", kills.during());
      say("  after it", kills.after());
      say("  token file whole, mode 0600, still signed in", "always");
      say("  temporary files left, all of mode 0600", crashSafety.temporaryFiles().size());
      crashSafety.runAtOnce(20);
      say("runs at once, all listed and all wrote", 20);
      say("full disk", crashSafety.onTmpfs(folder));
      say("seconds", Duration.ofNanos(System.nanoTime() - start).toSeconds());
    } finally {
      delete(folder);
    }
  }

  private static void say(String what, Object outcome) {
    System.out.printf("%-48s %s%n", what, outcome);
    System.out.flush();
  }

  private String onTmpfs(Path folder) throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk")).toRealPath();
    if (!succeeds("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", disk.toString())) {
      return "skipped: it takes root on Linux";
    }
    try {
      runOnFullDisk(disk);
    } finally {
      succeeds("umount", disk.toString());
    }
    return "old file kept, labels listed with a warning, sign-in exit 1";
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
