package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;

/**
 * Measures how long the built jar makes a shell prompt wait, beside the least that Java can do. The
 * commands take turns, so that whatever else the machine does falls on all of them.
 */
public final class Benchmark {
  private static final int WARM_UP = 3;
  private static final int COUNTED = Integer.getInteger("bench.runs", 15);
  private static final int MEMORY_RUNS = 5;
  private static final Pattern PAGE = Pattern.compile("^  (https\\S+)$", Pattern.MULTILINE);
  private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

  /** One run: seconds of wall clock and of processor. */
  private record Sample(double wall, double cpu) {}

  /** A command to measure, and what has been measured of it. */
  private record Subject(
      List<SandboxLabel> labels, List<String> command, List<Sample> samples, List<Double> memory) {
    Subject(int labels, String... command) {
      this(SandboxLabel.many(labels), List.of(command), new ArrayList<>(), new ArrayList<>());
    }

    double wall() {
      return median(samples.stream().map(Sample::wall).toList());
    }

    double cpu() {
      return median(samples.stream().map(Sample::cpu).toList());
    }

    double peakMegabytes() {
      return median(memory);
    }
  }

  private final Path folder;
  private final Map<String, String> variables = new TreeMap<>();
  private final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private final String trust;

  private Benchmark(Path folder, SandboxGoogle google, Path trustStore) {
    this.folder = folder;
    this.trust = "-Djavax.net.ssl.trustStore=" + trustStore;
    variables.put("PATH", System.getenv("PATH"));
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("HOME", folder.toString());
    variables.put("GMAIL_LABELS_API_URL", google.url().toString());
    variables.put("GMAIL_LABELS_JAVA_OPTS", trust);
    variables.put("YARDSTICK_URL", google.url() + "gmail/v1/users/me/labels?fields=labels(name)");
  }

  /** Measures the jar whose path is the argument. */
  public static void main(String[] args)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = Files.createTempDirectory("gmail-labels-bench");
    SandboxTls tls = SandboxTls.create(folder);
    HttpsURLConnection.setDefaultSSLSocketFactory(tls.context().getSocketFactory());
    try (SandboxGoogle google = SandboxGoogle.startTls(tls.context())) {
      google.accessTokenLifetime(Duration.ofHours(12));
      google.writeCredentials(folder.resolve("credentials.json"));
      Benchmark benchmark = new Benchmark(folder, google, trustStore(tls, folder));
      benchmark.run(google, Path.of(args[0]).toAbsolutePath().toString());
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void run(SandboxGoogle google, String jar) throws IOException, InterruptedException {
    signIn(jar);
    String yardstickClasses =
        Path.of(URI.create(Yardstick.class.getResource("/").toString())).toString();
    Map<String, Subject> subjects = new LinkedHashMap<>();
    subjects.put(
        "bare HttpsURLConnection",
        new Subject(50, java, trust, "-cp", yardstickClasses, Yardstick.class.getName()));
    subjects.put("java -jar gmail-labels.jar", new Subject(50, java, trust, "-jar", jar));
    if (Files.isExecutable(Path.of(jar))) {
      subjects.put("./gmail-labels.jar", new Subject(50, jar));
      makeArchive(jar);
    }
    measure(google, subjects);
    System.out.printf(
        "Java %s, %d processors, %d runs of each, medians, 50 labels, TLS on loopback%n%n",
        System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), COUNTED);
    report(subjects);

    Map<String, Subject> sizes = new LinkedHashMap<>();
    sizes.put("50 labels", new Subject(50, java, trust, "-jar", jar));
    sizes.put("10,000 labels", new Subject(10_000, java, trust, "-jar", jar));
    measure(google, sizes);
    System.out.println();
    report(sizes);
    System.out.printf("%nSize of the jar: %.2f MB%n", Files.size(Path.of(jar)) / 1e6);
  }

  private void measure(SandboxGoogle google, Map<String, Subject> subjects)
      throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UP + COUNTED; i++) {
      for (Subject subject : subjects.values()) {
        google.labels(subject.labels());
        Sample sample = time(subject.command());
        if (i >= WARM_UP) {
          subject.samples().add(sample);
        }
      }
    }
    for (int i = 0; i < MEMORY_RUNS; i++) {
      for (Subject subject : subjects.values()) {
        google.labels(subject.labels());
        subject.memory().add(peakMegabytes(subject.command()));
      }
    }
  }

  /** The first run of the executable form has its archive made in the background. */
  private void makeArchive(String jar) throws IOException, InterruptedException {
    time(List.of(jar));
    Path cache = folder.resolve(".cache/gmail-labels");
    for (int seconds = 0; seconds < 60; seconds++) {
      try (Stream<Path> files = Files.list(cache)) {
        if (files.allMatch(file -> file.toString().endsWith(".jsa"))) {
          return;
        }
      }
      Thread.sleep(1000);
    }
  }

  private static void report(Map<String, Subject> subjects) {
    Subject first = subjects.values().iterator().next();
    System.out.printf(
        "%-28s %9s %6s %9s %6s %9s %6s%n", "", "wall", "ratio", "CPU", "ratio", "memory", "ratio");
    subjects.forEach(
        (name, subject) ->
            System.out.printf(
                "%-28s %6.0f ms %6.2f %6.0f ms %6.2f %6.1f MB %6.2f%n",
                name,
                subject.wall() * 1000,
                subject.wall() / first.wall(),
                subject.cpu() * 1000,
                subject.cpu() / first.cpu(),
                subject.peakMegabytes(),
                subject.peakMegabytes() / first.peakMegabytes()));
  }

  /** The shell knows what its children took; a Java process can only ask while they run. */
  private Sample time(List<String> command) throws IOException, InterruptedException {
    List<String> timed = new ArrayList<>(List.of("sh", "-c", "\"$@\" > /dev/null || exit; times"));
    timed.add("sh");
    timed.addAll(command);
    ProcessBuilder builder = builder(timed);
    long start = System.nanoTime();
    Process process = builder.start();
    String times = new String(process.getInputStream().readAllBytes(), UTF_8);
    require(process.waitFor() == 0, command);
    double wall = (System.nanoTime() - start) / 1e9;
    Matcher time = TIME.matcher(times.substring(times.indexOf('\n') + 1));
    double cpu = 0;
    while (time.find()) {
      cpu += Integer.parseInt(time.group(1)) * 60 + Double.parseDouble(time.group(2));
    }
    return new Sample(wall, cpu);
  }

  /** The most memory that Linux has counted by the last look before the end; 0 elsewhere. */
  private double peakMegabytes(List<String> command) throws IOException, InterruptedException {
    Process process = builder(command).redirectOutput(Redirect.DISCARD).start();
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    double peak = 0;
    while (process.isAlive()) {
      try {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmHWM:")) {
            peak = Integer.parseInt(line.replaceAll("\\D", "")) / 1000.0;
          }
        }
      } catch (IOException e) {
        // The process has ended, or this is not Linux.
      }
      Thread.sleep(1);
    }
    require(process.exitValue() == 0, command);
    return peak;
  }

  private void signIn(String jar) throws IOException, InterruptedException {
    Process process =
        builder(List.of(java, trust, "-jar", jar, "login", "--no-browser"))
            .redirectErrorStream(true)
            .start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        Matcher page = PAGE.matcher(said);
        if (page.find()) {
          URI address = URI.create(page.group(1));
          said.setLength(0);
          SandboxBrowser.allow(address);
        }
      }
    }
    require(process.waitFor() == 0, List.of(said.toString()));
    Path tokens = folder.resolve(".config/gmail-labels/tokens/default.json");
    variables.put(
        "YARDSTICK_TOKEN",
        JsonParser.parseString(Files.readString(tokens))
            .getAsJsonObject()
            .getAsJsonObject("tokens")
            .get("access_token")
            .getAsString());
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder;
  }

  /** The roots of this JDK and the sandbox's certificate, in the format that opens fastest. */
  private static Path trustStore(SandboxTls tls, Path folder)
      throws IOException, GeneralSecurityException {
    KeyStore roots = KeyStore.getInstance("JKS");
    KeyStore usual =
        KeyStore.getInstance(
            Path.of(System.getProperty("java.home"), "lib/security/cacerts").toFile(),
            (char[]) null);
    KeyStore sandbox = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(tls.keyStore())) {
      sandbox.load(in, SandboxTls.PASSWORD.toCharArray());
    }
    roots.load(null, null);
    for (String alias : Collections.list(usual.aliases())) {
      roots.setCertificateEntry(alias, usual.getCertificate(alias));
    }
    roots.setCertificateEntry("sandbox", sandbox.getCertificate("sandbox"));
    Path file = folder.resolve("roots.jks");
    try (OutputStream out = Files.newOutputStream(file)) {
      roots.store(out, "changeit".toCharArray());
    }
    return file;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static void require(boolean condition, List<String> command) {
    if (!condition) {
      throw new IllegalStateException("failed: " + command);
    }
  }
}
