package gmaillabels.programs;

import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import gmaillabels.sandbox.SandboxTls;
import gmaillabels.sandbox.TempFolder;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Makes the class-data archive of the image that the program is linked into: of the classes that
 * real runs load, over TLS. Java uses it without being asked, wherever the image is put.
 */
public final class ClassArchive {
  /** What people run; each loads classes that the others do not. */
  private static final List<String> RUNS =
      List.of(
          "",
          "--no-input --type=user",
          "--match=work --sort=name --verbose",
          "--counts --format=tree",
          "--unread --format=table --color=always",
          "--format=json",
          "--format=csv",
          "status",
          "accounts",
          "--help");

  /** Loaded only when two threads meet at a lock, which not every run sees. */
  private static final List<String> OF_LOCKS =
      List.of(
          "java/util/concurrent/ThreadLocalRandom",
          "java/util/concurrent/locks/AbstractQueuedSynchronizer$ExclusiveNode",
          "java/util/concurrent/locks/AbstractQueuedSynchronizer$Node",
          "jdk/internal/util/random/RandomSupport");

  private final Path java;
  private final Path folder;
  private final SandboxGoogle google;
  private final Path trustStore;

  private ClassArchive(Path java, Path folder, SandboxGoogle google, Path trustStore) {
    this.java = java;
    this.folder = folder;
    this.google = google;
    this.trustStore = trustStore;
  }

  /** Makes the archive of the image in the folder that the argument names. */
  public static void main(String[] args)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path java = Path.of(args[0]).resolve("bin/java").toAbsolutePath();
    SandboxTls tls = SandboxTls.create();
    try (TempFolder folder = TempFolder.create();
        SandboxGoogle google = SandboxGoogle.start(tls.context())) {
      google.labels(SandboxLabel.mailbox());
      google.writeCredentials(folder.path().resolve("credentials.json"));
      Path trustStore = tls.trustStore(folder.path().resolve("roots"));
      new ClassArchive(java, folder.path(), google, trustStore).make();
    }
  }

  private void make() throws IOException, InterruptedException {
    // Sorted, because two threads load classes: two builds are to make the same bytes.
    TreeSet<String> classes = new TreeSet<>(OF_LOCKS);
    google.authorization.accessTokenLifetime(Duration.ofMinutes(1));
    // A sign-in is rare, and its many threads load other classes each time.
    load("login");
    classes.addAll(load("")); // With a refresh.
    google.authorization.accessTokenLifetime(Duration.ofHours(1));
    for (String arguments : RUNS) {
      classes.addAll(load(arguments));
    }
    Path list = folder.resolve("classes");
    Files.write(list, classes);
    // A heap of one size, whatever the machine has.
    String heap = "-Xms128m -Xmx128m";
    run(
        ("-Xshare:dump " + heap + " -XX:SharedClassListFile=" + list + " -m gmaillabels")
            .split(" "));
  }

  /** The classes that a run loads, without what is only true of that run. */
  private List<String> load(String arguments) throws IOException, InterruptedException {
    Path list = folder.resolve("loaded");
    List<String> command =
        new ArrayList<>(
            List.of(
                "-XX:DumpLoadedClassList=" + list,
                "-Djavax.net.ssl.trustStore=" + trustStore,
                "-m",
                "gmaillabels"));
    if (!arguments.isEmpty()) {
      command.addAll(List.of(arguments.split(" ")));
    }
    run(command.toArray(new String[0]));
    return Files.readAllLines(list).stream()
        .filter(line -> !line.matches("#.*|.* source: .*"))
        // Which constants were resolved depends on the threads, and saves nothing measurable.
        .filter(line -> !line.startsWith("@cp "))
        .map(line -> line.replaceFirst(" id: \\d+.*", ""))
        .toList();
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, java.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.appendTo(folder.resolve("err").toFile()));
    builder.environment().clear();
    builder.environment().putAll(google.environment(folder));
    // It trusts the sandbox as well.
    String trust = "JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=" + trustStore + " ";
    builder.environment().compute("BROWSER", (name, browser) -> trust + browser);
    if (builder.start().waitFor() != 0) {
      throw new IllegalStateException(command + "\n" + Files.readString(folder.resolve("err")));
    }
  }
}
