package gmaillabels;

import static gmaillabels.sandbox.Endpoint.AUTHORIZE;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gmaillabels.sandbox.Answer;
import gmaillabels.sandbox.Request;
import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxClient;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The built jar as a process: what only the JVM, the operating system and the shell decide. */
@Timeout(120)
class JarIT {
  private static final String LABELS = "INBOX\nWork\n";

  private static final String OUTPUT_NOT_WRITTEN =
      """
      gmail-labels: cannot write the output (standard output: %s)
      The labels that were printed are not complete; do not use them.
      """;

  @TempDir Path folder;
  private SandboxGoogle google;
  private JarProcess jar;

  @BeforeEach
  void start() throws IOException {
    google = SandboxGoogle.start();
    google.labels(List.of(SandboxLabel.system("INBOX"), SandboxLabel.user("Label_1", "Work")));
    jar = new JarProcess(google, folder);
  }

  @AfterEach
  void stop() {
    google.close();
  }

  @Test
  void firstRunSignsInAndTheNextIsOneQuietRequest() throws Exception {
    Run first = jar.run();

    assertThat(jar.legible(first.err())).isEqualTo(JarProcess.PROMPT);
    assertThat(first.out()).isEqualTo(LABELS);
    assertThat(first.exitCode()).isZero();

    google.clearRequests();
    assertQuiet(jar.run());
    assertThat(google.requests()).extracting(Request::endpoint).containsExactly(LIST);
  }

  @Test
  void expiredAccessTokenIsRefreshedQuietlyAndStored() throws Exception {
    google.accessTokenLifetime(Duration.ofMinutes(1));
    signIn();
    google.accessTokenLifetime(Duration.ofHours(1));

    assertQuiet(jar.run());
    assertThat(google.requests()).extracting(Request::endpoint).containsExactly(TOKEN, LIST);

    google.clearRequests();
    assertQuiet(jar.run());
    assertThat(google.requests()).extracting(Request::endpoint).containsExactly(LIST);
  }

  /** No class was spoilt by what was taken from it. */
  @Test
  void everyClassInItCanBeLoaded() throws Exception {
    List<String> classes;
    try (JarFile file = new JarFile(JarProcess.JAR.toFile())) {
      classes =
          file.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".class"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              // Outer classes first: some of their enums cannot be loaded before them.
              .sorted()
              .toList();
    }
    assertThat(classes).contains("gmaillabels.Main").hasSizeGreaterThan(500);

    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {JarProcess.JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (String name : classes) {
        assertThatCode(() -> Class.forName(name, true, loader)).as(name).doesNotThrowAnyException();
      }
    }
  }

  /** Something the test does before the run. */
  private interface Preparation {
    void prepare(JarIT test) throws Exception;
  }

  private record Failing(
      String name, Preparation preparation, List<String> arguments, int exitCode, String err) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Failing> failing() {
    return Stream.of(
        new Failing(
            "wrong usage",
            test -> {},
            List.of("--nonsense"),
            2,
            """
            gmail-labels: unknown option: '--nonsense'
            See: java -jar JAR --help
            """),
        new Failing(
            "no client file",
            test -> Files.delete(test.jar.credentials()),
            List.of("--credentials=elsewhere.json"),
            3,
            """
            gmail-labels: no OAuth client file (WORK/elsewhere.json)
            This file tells Google which program is asking. You make it once, free of charge:
              1. Create a project:      https://console.cloud.google.com/projectcreate
              2. Enable the Gmail API:  https://console.cloud.google.com/apis/library/gmail.googleapis.com
              3. Set up the consent screen, and add your address as a test user:
                                        https://console.cloud.google.com/auth/overview
              4. Create a client of the type "Desktop app" and download its JSON:
                                        https://console.cloud.google.com/auth/clients
              5. Save it as WORK/elsewhere.json
            Then run: java -jar JAR login --credentials=elsewhere.json
            """),
        new Failing(
            "damaged client file",
            test -> Files.writeString(test.jar.credentials(), "{\"installed\": "),
            List.of(),
            3,
            """
            gmail-labels: the OAuth client file is not valid JSON (WORK/credentials.json)
            Download the JSON of a client of the type "Desktop app" from https://console.cloud.google.com/auth/clients and save it there.
            """),
        new Failing(
            "wrong client secret",
            test ->
                test.google.writeCredentials(
                    test.jar.credentials(), new SandboxClient(test.google.clientId(), "wrong")),
            List.of(),
            3,
            JarProcess.PROMPT
                + """
                gmail-labels: 127.0.0.1 does not accept the OAuth client: it was deleted, or its secret is wrong (WORK/credentials.json)
                Download the client's JSON again from https://console.cloud.google.com/auth/clients, save it there, then run: java -jar JAR login
                """),
        new Failing(
            "no sign-in wanted",
            test -> {},
            List.of("--no-input"),
            4,
            """
            gmail-labels: not signed in yet (HOME/.config/gmail-labels/tokens/default.json)
            Sign in at a terminal: java -jar JAR login
            """),
        new Failing(
            "denied",
            test -> test.jar.person("deny"),
            List.of(),
            4,
            JarProcess.PROMPT
                + """
                gmail-labels: the sign-in was denied (127.0.0.1)
                Nothing was stored. To allow it, run: java -jar JAR login
                While the consent screen is in "Testing", only its test users can allow it: https://console.cloud.google.com/auth/audience
                """),
        new Failing(
            "nobody there",
            test -> test.jar.person("open"),
            List.of("--login-timeout=1"),
            4,
            JarProcess.PROMPT.replace("300", "1")
                + """
                gmail-labels: nobody finished the sign-in within 1 s
                Run it again, with a longer --login-timeout if you need it: java -jar JAR login
                """),
        new Failing(
            "lasting 401",
            test -> {
              test.signIn();
              test.google.answerAlways(LIST, Answer.status(401));
            },
            List.of(),
            4,
            """
            gmail-labels: Gmail does not accept the sign-in, not even with a new access token (127.0.0.1)
            Sign in again: java -jar JAR login
            """),
        new Failing(
            "API not enabled",
            test -> {
              test.signIn();
              test.google.answerAlways(LIST, Answer.error(403, "accessNotConfigured", "Disabled"));
            },
            List.of(),
            5,
            """
            gmail-labels: the Gmail API is not enabled in your Google Cloud project (127.0.0.1)
            Enable it, wait a few minutes, and try again: https://console.cloud.google.com/apis/library/gmail.googleapis.com
            """),
        new Failing(
            "captive portal",
            test -> {
              test.signIn();
              test.google.answerAlways(LIST, Answer.body(200, "text/html", "<html>Log in</html>"));
            },
            List.of(),
            6,
            """
            gmail-labels: the answer is not Google's: an HTML page (127.0.0.1)
            A network that wants you to log in, or a proxy, may have answered instead. Open a page in a browser, then try again.
            """));
  }

  @ParameterizedTest
  @MethodSource
  void failing(Failing failing) throws Exception {
    failing.preparation().prepare(this);

    Run run = jar.run(failing.arguments().toArray(String[]::new));

    assertThat(jar.legible(run.err())).isEqualTo(failing.err());
    assertThat(run.exitCode()).isEqualTo(failing.exitCode());
    assertThat(run.outBytes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX"})
  void textIsUtf8WhateverTheLocale(String locale) throws Exception {
    String names = "영수증\n🎉 Party\nCafé\nCafe\u0301\n";
    google.labels(names.lines().map(name -> SandboxLabel.user(name, name)).toList());
    signIn();
    jar.variables.put("LC_ALL", locale);

    assertThat(jar.run().outBytes()).isEqualTo(names.getBytes(StandardCharsets.UTF_8));

    google.answerAlways(LIST, Answer.error(400, "failedPrecondition", "영수증 🎉"));
    assertThat(jar.run().err())
        .isEqualTo("gmail-labels: refused with status 400: 영수증 🎉 (127.0.0.1)\n");
  }

  @Test
  void fullDiskIsExit1() throws Exception {
    signIn();

    Run run = jar.runIn("exec \"$@\" > /dev/full");

    assertThat(run.err()).isEqualTo(OUTPUT_NOT_WRITTEN.formatted("No space left on device"));
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void readerThatHasSeenEnoughIsNoError() throws Exception {
    signIn();

    assertLeavesAfterOneLine();
  }

  @Test
  void writesThatFailAreToldApartInEveryLanguage() throws Exception {
    signIn();
    speakGerman();

    assertLeavesAfterOneLine();
    Run run = jar.runIn("exec \"$@\" > /dev/full");
    assertThat(run.err())
        .isEqualTo(
            OUTPUT_NOT_WRITTEN.formatted("Auf dem Gerät ist kein Speicherplatz mehr verfügbar"));
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void tokensAreForThePersonAloneWhateverTheUmask() throws Exception {
    assertThat(jar.runIn("umask 000; exec \"$@\"").exitCode()).isZero();

    assertThat(mode(jar.tokenFile())).isEqualTo("rw-------");
    assertThat(mode(jar.tokenFile().getParent())).isEqualTo("rwx------");
  }

  @Test
  void variablesOfGooglesLibrariesChangeNothing() throws Exception {
    jar.variables.putAll(
        Map.of(
            "GOOGLE_CLOUD_UNIVERSE_DOMAIN", "example.org",
            "GOOGLE_API_USE_MTLS_ENDPOINT", "always",
            "GOOGLE_API_USE_CLIENT_CERTIFICATE", "true",
            "GOOGLE_SDK_JAVA_LOGGING", "true"));
    google.accessTokenLifetime(Duration.ofMinutes(1));

    Run first = jar.run();

    assertThat(jar.legible(first.err())).isEqualTo(JarProcess.PROMPT);
    assertThat(first.out()).isEqualTo(LABELS);
    google.clearRequests();
    assertQuiet(jar.run());
    assertThat(google.requests()).extracting(Request::endpoint).containsExactly(TOKEN, LIST);
  }

  @Test
  void noSecretIsPrintedNorPassedAsAnArgument() throws Exception {
    Path allArguments = jar.folder.resolve("arguments");
    Path recorder =
        SandboxBrowser.executable(
            jar.folder.resolve("recorder"),
            "cat /proc/[0-9]*/cmdline > '%s' 2> /dev/null\nexec '%s' \"$1\""
                .formatted(allArguments, jar.variables.get("BROWSER")));
    jar.variables.put("BROWSER", recorder.toString());

    Run signIn = jar.run("--verbose");
    google.answerAlways(LIST, Answer.status(401));
    Run refusal = jar.run("--verbose", "--no-input");

    assertThat(signIn.out()).isEqualTo(LABELS);
    assertThat(refusal.exitCode()).isEqualTo(4);
    assertThat(google.requests(TOKEN)).hasSize(2);
    String arguments = new String(Files.readAllBytes(allArguments), StandardCharsets.UTF_8);
    assertThat(arguments).contains(JarProcess.JAR.toString(), "code_challenge=");
    for (String secret : google.secrets()) {
      assertThat(List.of(signIn.out(), signIn.err(), refusal.out(), refusal.err(), arguments))
          .noneMatch(text -> text.contains(secret));
    }
  }

  @Test
  void interruptDuringTheSignInIsExit130AndStoresNothing() throws Exception {
    jar.person("open");
    // A build that runs in the background ignores the signal, and would hand that down.
    try (JarProcess.Running running = jar.start(List.of("env", "--default-signal=INT"), "login")) {
      google.awaitRequests(AUTHORIZE, 1);
      new ProcessBuilder("kill", "-INT", "" + running.process().pid()).start().waitFor();

      Run run = running.end();

      assertThat(run.exitCode()).isEqualTo(130);
      assertThat(run.outBytes()).isEmpty();
      assertThat(jar.legible(run.err())).isEqualTo(JarProcess.PROMPT);
      try (Stream<Path> files = Files.walk(jar.home)) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  @Test
  void jarCarriesTheLicencesAndNothingThatIsNotUsed() throws IOException {
    try (JarFile file = new JarFile(JarProcess.JAR.toFile())) {
      assertThat(file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
          .isEqualTo("gmaillabels.Main");
      assertThat(text(file, "THIRD-PARTY.txt")).contains("google-api-client", "picocli");
      assertThat(text(file, "Apache-2.0.txt")).contains("Apache License", "Version 2.0");
      assertThat(text(file, "BSD-3-Clause.txt")).contains("Redistribution and use");
      assertThat(file.stream().map(ZipEntry::getName))
          .contains("gmaillabels/Main.class")
          .noneMatch(
              name -> name.matches("(org/apache|javax|org/checkerframework|META-INF/maven)/.*"));
    }
  }

  private void signIn() throws Exception {
    Run run = jar.run("login");
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.err());
    }
    google.clearRequests();
  }

  private void assertQuiet(Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(LABELS);
    assertThat(run.exitCode()).isZero();
  }

  /** More labels than a pipe holds, so that the program meets the closed end. */
  private void assertLeavesAfterOneLine() throws Exception {
    google.labels(SandboxLabel.many(10_000));

    Run run = jar.runIn("\"$@\" | head -1; echo \"exit ${PIPESTATUS[0]}\"");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("Label 00001\nexit 0\n");
  }

  /** Makes the operating system say in German what went wrong, where that can be had. */
  private void speakGerman() throws Exception {
    jar.variables.put("LOCPATH", jar.folder.toString());
    jar.variables.put("LC_ALL", "de_DE.UTF-8");
    Run words =
        jar.runIn(
            "localedef -i de_DE -f UTF-8 \"$LOCPATH/$LC_ALL\" && LC_ALL=de_DE.UTF-8 cat /nowhere");
    assumeTrue(words.err().contains("Datei oder Verzeichnis"), words.err());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String text(JarFile file, String licence) throws IOException {
    var entry = file.getEntry("META-INF/licenses/" + licence);
    assertThat(entry).as(licence).isNotNull();
    return new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }
}
