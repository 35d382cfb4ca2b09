package gmaillabels.programs;

import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import gmaillabels.sandbox.SandboxTls;
import gmaillabels.sandbox.TempFolder;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * Measures how long the built jar makes a shell prompt wait, beside the least that Java can do. The
 * commands take turns, so that whatever else the machine does falls on all of them.
 */
public final class Benchmark {
  private static final int WARM_UP = 2;
  private static final int COUNTED = Integer.getInteger("bench.runs", 15);

  /** The options that the start script and the image give Java for a quick start. */
  private static final String[] QUICK = {
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:CompileThresholdScaling=2",
    "-XX:-UsePerfData",
    "-Xlog:disable"
  };

  /** A command to measure, and what has been measured of it: milliseconds and megabytes. */
  private record Subject(int labels, List<String> command, List<Double> wall, List<Double> memory) {
    Subject(int labels, List<String> command) {
      this(labels, command, new ArrayList<>(), new ArrayList<>());
    }
  }

  private final Path folder;
  private final SandboxGoogle google;
  private final String trust;
  private final Map<String, String> variables;

  private Benchmark(Path folder, SandboxGoogle google, Path trustStore) {
    this.folder = folder;
    this.google = google;
    this.trust = "-Djavax.net.ssl.trustStore=" + trustStore;
    variables = google.environment(folder);
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("GMAIL_LABELS_JAVA_OPTS", trust);
    variables.put("YARDSTICK_TOKEN", google.authorization.accessToken());
    variables.put("YARDSTICK_URL", google.url() + "gmail/v1/users/me/labels?fields=labels(name)");
  }

  /** Measures the jar and the archives in the folder that the argument names. */
  public static void main(String[] args)
      throws IOException, InterruptedException, GeneralSecurityException {
    SandboxTls tls = SandboxTls.create();
    try (TempFolder folder = TempFolder.create();
        SandboxGoogle google = SandboxGoogle.start(tls.context())) {
      google.authorization.accessTokenLifetime(Duration.ofHours(12));
      google.writeCredentials(folder.path().resolve("credentials.json"));
      Path trustStore = tls.trustStore(folder.path().resolve("roots"));
      new Benchmark(folder.path(), google, trustStore).run(Path.of(args[0]).toAbsolutePath());
    }
  }

  private void run(Path target) throws IOException, InterruptedException {
    Path jar = target.resolve("gmail-labels.jar");
    signIn(jar);
    String bareJar = bareJar().toString();
    String bare = Yardstick.class.getName();
    Path ownArchive = onlyFile(target, "gmail-labels-*-*-*.tar.gz");
    String own = unpacked("own", ownArchive);
    String installed = unpacked("installed", onlyFile(target, "gmail-labels-[0-9.]*[0-9].tar.gz"));

    Subject yardstick = new Subject(50, java("-cp", bareJar, bare));
    Subject plain = new Subject(50, java("-jar", jar.toString()));
    Subject many = new Subject(10_000, plain.command());
    List<String> floorCommand = java(QUICK);
    floorCommand.addAll(List.of(archive(bareJar), "-cp", bareJar, bare));
    Subject floor = new Subject(50, floorCommand);
    Subject ownJava = new Subject(50, List.of(own));
    Subject options = new Subject(50, List.of(own, "--no-input", "--type=user"));
    Subject installedJava = new Subject(50, List.of(installed));
    measure(List.of(yardstick, plain, many, floor, ownJava, options, installedJava));

    System.out.printf(
        "Java %s, %d processors, medians of %d runs, 50 labels, TLS on loopback%n%n",
        Runtime.version(), Runtime.getRuntime().availableProcessors(), COUNTED);
    System.out.printf("%-48s %8s %8s %6s %6s%n", "", "this", "beside", "ratio", "limit");
    row("archive with its own Java / floor, ms", ownJava.wall(), floor.wall(), 1.20);
    row("the same with two options / without, ms", options.wall(), ownJava.wall(), 1.08);
    row("archive, installed Java / yardstick, ms", installedJava.wall(), yardstick.wall(), 1.05);
    row("java -jar / yardstick, ms", plain.wall(), yardstick.wall(), 1.35);
    row("java -jar / yardstick, MB", plain.memory(), yardstick.memory(), 1.25);
    row("java -jar, 10,000 labels / 50 labels, ms", many.wall(), plain.wall(), 1.6);
    System.out.printf("jar: %.2f MB, limit 4.00%n", Files.size(jar) / 1e6);
    System.out.printf(
        "archive with its own Java: %.1f MB, limit 30%n", Files.size(ownArchive) / 1e6);
  }

  private static Path onlyFile(Path folder, String glob) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      return files.iterator().next();
    }
  }

  /** Unpacks an archive, and returns its start script. */
  private String unpacked(String name, Path archive) throws IOException, InterruptedException {
    Path to = Files.createDirectory(folder.resolve(name));
    milliseconds(List.of("tar", "xzf", archive.toString(), "--strip-components=1", "-C", "" + to));
    return to.resolve("bin/gmail-labels").toString();
  }

  private static void row(String name, List<Double> measured, List<Double> beside, double limit) {
    double ratio = median(measured) / median(beside);
    System.out.printf(
        "%-48s %8.1f %8.1f %6.2f %6.2f%s%n",
        name, median(measured), median(beside), ratio, limit, ratio > limit ? " exceeded" : "");
  }

  private void measure(List<Subject> subjects) throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UP + COUNTED; i++) {
      for (Subject subject : subjects) {
        google.labels(SandboxLabel.many(subject.labels()));
        double wall = milliseconds(subject.command());
        if (i >= WARM_UP) {
          subject.wall().add(wall);
          subject.memory().add(peakMegabytes(subject.command()));
        }
      }
    }
  }

  private double milliseconds(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    require(builder(command).start().waitFor(), command);
    return (System.nanoTime() - start) / 1e6;
  }

  /** The most memory that Linux has counted by the last look before the end; 0 elsewhere. */
  private double peakMegabytes(List<String> command) throws IOException, InterruptedException {
    Process process = builder(command).start();
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    double peak = 0;
    while (process.isAlive()) {
      try {
        Matcher high = Pattern.compile("VmHWM:\\s*(\\d+)").matcher(Files.readString(status));
        peak = high.find() ? Integer.parseInt(high.group(1)) / 1000.0 : peak;
      } catch (IOException e) {
        // The process has ended, or this is not Linux.
      }
      Thread.sleep(1);
    }
    require(process.exitValue(), command);
    return peak;
  }

  /** Signs in through a browser that trusts the sandbox as well. */
  private void signIn(Path jar) throws IOException, InterruptedException {
    List<String> login = java("-jar", jar.toString(), "login");
    ProcessBuilder builder = builder(login).redirectError(Redirect.DISCARD);
    builder.environment().put("JAVA_TOOL_OPTIONS", trust);
    require(builder.start().waitFor(), login);
  }

  /** A class archive takes its classes from jars alone. */
  private Path bareJar() {
    Path jar = folder.resolve("yardstick.jar");
    String classes = Path.of(URI.create(Yardstick.class.getResource("/").toString())).toString();
    String name = Yardstick.class.getName().replace('.', '/') + ".class";
    ToolProvider.findFirst("jar")
        .orElseThrow()
        .run(System.out, System.err, "-c", "-f", jar.toString(), "-C", classes, name);
    return jar;
  }

  /** Makes a class archive for the yardstick. */
  private String archive(String bareJar) throws IOException, InterruptedException {
    Path classes = folder.resolve("yardstick.classes");
    String archive = "-XX:SharedArchiveFile=" + folder.resolve("yardstick.jsa");
    String list = "-XX:DumpLoadedClassList=" + classes;
    milliseconds(java(list, "-cp", bareJar, Yardstick.class.getName()));
    String dump = "-XX:SharedClassListFile=" + classes;
    milliseconds(java("-Xshare:dump", "-Xlog:disable", dump, archive, "-cp", bareJar));
    return archive;
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder;
  }

  private List<String> java(String... arguments) {
    List<String> java = new ArrayList<>(List.of(arguments));
    java.addAll(0, List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), trust));
    return java;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void require(int exitCode, List<String> command) {
    if (exitCode != 0) {
      throw new IllegalStateException("exit " + exitCode + ": " + command);
    }
  }
}
