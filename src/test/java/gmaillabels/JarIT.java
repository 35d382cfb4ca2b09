package gmaillabels;

import static gmaillabels.JarProcess.PROMPT;
import static gmaillabels.JarProcess.SIGNED_IN;
import static gmaillabels.SandboxedUser.LABELS;
import static gmaillabels.sandbox.Endpoint.AUTHORIZE;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.Response.body;
import static gmaillabels.sandbox.Response.error;
import static gmaillabels.sandbox.Response.json;
import static gmaillabels.sandbox.Response.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import gmaillabels.sandbox.SocketServer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The built jar as a process: what only the JVM, the operating system and the shell decide. */
class JarIT {
  @AutoClose private final JarProcess jar = JarProcess.create();
  private final SandboxGoogle google = jar.google;

  @Test
  void firstRunSignsInAndTheNextIsOneQuietRequest() throws Exception {
    Run first = jar.runIn("umask 000; exec \"$@\"");

    assertThat(jar.legible(first.err())).isEqualTo(SIGNED_IN);
    assertThat(first.succeeded().out()).isEqualTo(LABELS);
    assertThat(Run.mode(jar.tokenFile())).as("whatever the umask").isEqualTo("rw-------");
    assertThat(Run.mode(jar.tokenFile().getParent())).isEqualTo("rwx------");

    google.clearRequests();
    assertThat(jar.run().listing()).isEqualTo(LABELS);
    assertThat(google.endpoints()).containsExactly(LIST);
    String ofEgypt = "JAVA_TOOL_OPTIONS='-Duser.language=ar -Duser.country=EG' \"$@\" --counts";
    assertThat(jar.runIn(ofEgypt + " --format=tree").out()).contains(" (0/0)\n");
  }

  /** No class was spoilt by what was taken from it. */
  @Test
  void everyClassCanBeLoadedAndNothingElseIsInItButTheLicences() throws Exception {
    try (JarFile file = new JarFile(JarProcess.JAR.toFile());
        URLClassLoader loader =
            new URLClassLoader(
                new URL[] {JarProcess.JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      List<String> names = file.stream().map(ZipEntry::getName).toList();
      List<String> classes =
          names.stream()
              .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"))
              .map(name -> name.replaceFirst("\\.class$", "").replace('/', '.'))
              // Outer classes first: some of their enums cannot be loaded before them.
              .sorted()
              .toList();
      assertThat(classes)
          .contains("gmaillabels.Main")
          .hasSizeGreaterThan(500)
          .allSatisfy(name -> Class.forName(name, true, loader));

      assertThat(names)
          .noneMatch(
              name -> name.matches("(org/apache|javax|org/checkerframework|META-INF/maven)/.*"));
      assertThat(file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
          .isEqualTo("gmaillabels.Main");
      assertThat(text(file, "THIRD-PARTY.txt")).contains("google-api-client", "picocli");
      assertThat(text(file, "Apache-2.0.txt")).contains("Apache License", "Version 2.0");
      assertThat(text(file, "BSD-3-Clause.txt")).contains("Redistribution and use");
    }
  }

  private static String text(JarFile file, String licence) throws IOException {
    var entry = file.getEntry("META-INF/licenses/" + licence);
    return new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Other tests read the whole messages. */
  @Test
  void failuresNameTheCommandAsItIsRun() throws Exception {
    assertThat(jar.legible(jar.run("--nonsense").failure(2)))
        .isEqualTo("gmail-labels: unknown option: '--nonsense'\nSee: java -jar JAR --help\n");
    assertThat(jar.legible(jar.run("--no-input").failure(4)))
        .isEqualTo(
            """
            gmail-labels: not signed in yet (TOKENS/default.json)
            Sign in at a terminal: java -jar JAR login
            """);
    assertThat(google.requests()).isEmpty();
    Files.writeString(jar.credentials, "{\"installed\": ");
    assertThat(jar.run().failure(3)).startsWith("gmail-labels: the OAuth client file is not valid");
  }

  @Test
  void responsesThatAreReadByReflectionAreUnderstood() throws Exception {
    jar.signIn();
    google.respondNext(
        LIST,
        error(403, "accessNotConfigured", "Disabled"),
        json(403, "{\"error\": {\"details\": [{\"reason\": \"SERVICE_DISABLED\"}]}}"),
        body(200, "text/html", "<html>Log in</html>"));

    assertThat(jar.run().failure(5)).startsWith("gmail-labels: the Gmail API is not enabled in");
    assertThat(jar.run().failure(5)).startsWith("gmail-labels: the Gmail API is not enabled in");
    assertThat(jar.run().failure(6))
        .startsWith("gmail-labels: the response is not Google's: status 200, text/html (127");
  }

  /** Without the script that repairs the locale. The third one is not installed. */
  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "xx_XX.UTF-8"})
  void localeThatCannotHoldUtf8DoesNoHarm(String locale) throws Exception {
    assumeTrue(jar.command.contains("-jar"));
    String names = "영수증\n🎉 Party\nCafé\nCafe\u0301\n";
    google.labels(names.lines().map(name -> SandboxLabel.user(name, name)).toList());
    String cafe = "cafe=\"$PWD\"/caf$'\\303\\251'; mkdir -p \"$cafe\"; cd \"$cafe\"; ";
    String run = "; exec env LC_ALL=" + locale + " \"$@\"";
    String here = cafe + "export PATH=\"$cafe:$PATH\"" + run;
    String home = cafe + "export HOME=\"$cafe\" XDG_CONFIG_HOME=\"$cafe\"" + run;
    assertThat(jar.legible(jar.runIn(here, "--no-input").failure(3)))
        .startsWith("gmail-labels: warning: cannot look for credentials.json in the working")
        .contains("\ngmail-labels: no OAuth client file (HOME/.config/gmail-labels/cred");
    assertThat(jar.legible(jar.runIn(home, "accounts").failure(2)))
        .isEqualTo(
            """
            gmail-labels: XDG_CONFIG_HOME cannot be read as a path: 'WORK/caf\ufffd\ufffd'
            Letters beyond ASCII must be UTF-8, in a UTF-8 locale such as LC_ALL=C.UTF-8.
            """);
    assertThat(jar.runIn(cafe + "set -- \"$@\" --tokens=\"$cafe\"" + run).failure(2))
        .startsWith("gmail-labels: '--tokens=")
        .contains("caf\ufffd\ufffd' cannot be read in this locale\n");
    String credentials = "--credentials=" + jar.credentials;
    jar.runIn(here, "login", credentials).succeeded();
    assertThat(jar.runIn(here, credentials).listing()).isEqualTo(names);
    google.respondAlways(LIST, error(418, "teapot", "영수증 🎉"));
    assertThat(jar.runIn(here, credentials).failure(5))
        .startsWith("gmail-labels: refused with status 418: 영수증 🎉 (");

    jar.variables.put("GMAIL_LABELS_ACCESS_TOKEN", google.authorization.accessToken());
    google.respondAlways(LIST, json(200, "{\"labels\": [{\"name\": \"é\"}]}"));
    assertThat(jar.runIn(home).listing()).isEqualTo("é\n");
    assertThat(jar.runIn(home, "--version").listing()).contains("gmail-labels");
  }

  @ParameterizedTest
  @CsvSource({
    "C.UTF-8, No space left on device",
    "de_DE.UTF-8, Auf dem Gerät ist kein Speicherplatz mehr verfügbar"
  })
  void failedWritesAreUnderstoodInEveryLanguage(String locale, String noSpace) throws Exception {
    jar.signIn();
    // More labels than a pipe holds, so that the program meets the closed end.
    google.labels(SandboxLabel.many(10_000));
    jar.variables.put("LOCPATH", jar.folder.toString());
    jar.runIn("localedef -i de_DE -f UTF-8 \"$LOCPATH/de_DE.UTF-8\"");
    jar.variables.put("LC_ALL", locale);
    String message = jar.runIn("echo > /dev/full").err();
    assumeTrue(message.contains(noSpace), message);

    assertThat(jar.runIn("\"$@\" | head -1; echo \"exit ${PIPESTATUS[0]}\"").listing())
        .isEqualTo("Label 00001\nexit 0\n");
    assertThat(jar.runIn("exec \"$@\" > /dev/full").failure(1))
        .isEqualTo(
            """
            gmail-labels: cannot write the output (standard output: %s)
            The output is incomplete; do not use it.
            """
                .formatted(noSpace));
  }

  @ParameterizedTest
  @CsvSource({
    "pipe without a reader, 0",
    "socket that was closed, 0",
    "socket that was closed with bytes unread, 0",
    "connection that was reset, 0",
    "socket for short messages, 1",
    "pipe to read from, 1",
    "closed, 1"
  })
  void onlyAReaderThatHasGoneEndsItQuietly(String output, int exitCode) throws Exception {
    jar.assumeInstalled("python3");
    jar.signIn();
    google.labels(SandboxLabel.many(1000));
    jar.variables.put(
        "OUTPUT",
        """
        import os, socket, struct, sys
        kind = sys.argv[1]
        r, w = os.pipe()
        a, b = socket.socketpair(type=socket.SOCK_DGRAM if "short" in kind else socket.SOCK_STREAM)
        if kind == "pipe without a reader":
            os.close(r)
        elif kind == "pipe to read from":
            w = r
        elif kind == "connection that was reset":
            server = socket.create_server(("127.0.0.1", 0))
            client = socket.create_connection(server.getsockname())
            peer = server.accept()[0]
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            peer.close()
            w = client.fileno()
        elif kind.startswith("socket"):
            a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 0)
            if "unread" in kind:
                a.send(b"x")
            if "closed" in kind:
                b.close()
            w = a.fileno()
        if kind == "closed":
            os.close(1)
        else:
            os.dup2(w, 1)
        os.execvp(sys.argv[2], sys.argv[2:])
        """);

    Run run = jar.runIn("exec python3 -c \"$OUTPUT\" '" + output + "' \"$@\"");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err())
        .matches(
            exitCode == 0 ? "" : "(?s)gmail-labels: cannot write the output \\(standard output.*");
  }

  @Test
  void namesAreEscapedOnATerminalWhateverThePathFinds() throws Exception {
    jar.assumeInstalled("script");
    jar.signIn();
    google.labels(List.of(SandboxLabel.user("Label_1", "\u001b[31mred")));
    jar.variables.put("SHELL", "/bin/sh");
    String terminal = "script -qec \"PATH=/nowhere $(printf '%q ' \"$@\")\" /dev/null < /dev/null";

    assertThat(jar.runIn(terminal).out()).isEqualTo("\\u001b[31mred\r\n");
    assertThat(jar.run().listing()).isEqualTo("\u001b[31mred\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "socket"})
  void everyByteArrivesHoweverSlowlyADescriptorThatDoesNotBlockIsRead(String kind)
      throws Exception {
    jar.assumeInstalled("python3");
    jar.signIn();
    google.labels(SandboxLabel.many(10_000));
    jar.variables.put(
        "READER",
        """
        import os, socket, subprocess, sys, time
        r, w = os.pipe() if sys.argv[1] == "pipe" else [s.detach() for s in socket.socketpair()]
        os.set_blocking(w, False)
        program = subprocess.Popen(sys.argv[2:], stdout=w)
        os.close(w)
        while data := os.read(r, 8192):
            time.sleep(0.02)
            sys.stdout.buffer.write(data)
        sys.exit(program.wait())
        """);

    Run run = jar.runIn("exec python3 -c \"$READER\" " + kind + " \"$@\"");

    assertThat(run.listing().lines())
        .hasSize(10_000)
        .startsWith("Label 00001")
        .endsWith("Label 10000");
  }

  @Test
  void responseThatStopsHalfwayIsCutOffBeforeTheNextAttemptStarts() throws Exception {
    // Half a minute, the read timeout. The tests in one process keep no connections.
    AtomicInteger requests = new AtomicInteger();
    CompletableFuture<Integer> end = new CompletableFuture<>();
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n";
    SocketServer server =
        SocketServer.start(
            client -> {
              SocketServer.head(client.getInputStream());
              if (requests.incrementAndGet() == 1) {
                client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
                end.complete(client.getInputStream().read());
              }
              boolean isCutOff = end.completeOnTimeout(0, 1, TimeUnit.SECONDS).get() == -1;
              String labels = "{\"labels\": [{\"name\": \"%s\"}]}".formatted(isCutOff);
              String response = head.replace("99", "" + labels.length()) + labels;
              client.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
            });
    try (server) {
      jar.variables.put("GMAIL_LABELS_ACCESS_TOKEN", "ya29.a");
      jar.variables.put("GMAIL_LABELS_API_URL", "http://127.0.0.1:" + server.port());
      assertThat(jar.run().listing()).isEqualTo("true\n");
      assertThat(requests).hasValue(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"allow, 0", "open, 130"})
  void browserOutlivesTheSignInAndCtrlC(String decision, int exitCode) throws Exception {
    Path pid = jar.folder.resolve("pid");
    jar.decide(decision);
    String script = "echo $$ > '%s'; '%s' \"$1\"; exec sleep 60";
    Path browser =
        SandboxBrowser.executable(
            jar.folder.resolve("slow"), script.formatted(pid, jar.variables.get("BROWSER")));
    jar.variables.put("BROWSER", browser.toString());
    try (JarProcess.Running running = jar.start(JarProcess.OF_ITS_OWN_GROUP, "login")) {
      google.awaitRequests(AUTHORIZE, 1);
      if (decision.equals("open")) {
        running.interrupt();
      }
      Run run = running.end();
      assertThat(run.exitCode()).isEqualTo(exitCode);
      assertThat(jar.legible(run.err())).isEqualTo(exitCode == 0 ? SIGNED_IN : PROMPT);
      assertThat(jar.tokenFile().toFile().exists()).isEqualTo(exitCode == 0);
    }

    ProcessHandle left = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).get();
    assertThat(left.isAlive()).isTrue();
    left.descendants().forEach(ProcessHandle::destroyForcibly);
    left.destroyForcibly();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "false", "/no/such/browser %s:false"})
  void noBrowserIsSaidAndTheWaitGoesOn(String browser) throws Exception {
    jar.variables.putAll(Map.of("BROWSER", browser, "DISPLAY", ""));
    SandboxBrowser.executable(jar.folder.resolve("xdg-open"), "exit 0");
    jar.variables.put("PATH", jar.folder + ":" + jar.variables.get("PATH"));

    assertThat(jar.legible(jar.run("--login-timeout=3").failure(4)))
        .isEqualTo(
            PROMPT.replace("300", "3")
                + """
                No browser could be opened here: open the address yourself.
                gmail-labels: the sign-in was not finished within 3 s
                Run it again, with a longer --login-timeout if you need it, or with --no-browser if the browser is on another machine: java -jar JAR login
                In a script, add --no-input so that it never waits.
                """);
  }

  @Test
  void trustStoreThatCannotBeReadIsNamed() throws Exception {
    jar.signIn();
    jar.variables.put("GMAIL_LABELS_API_URL", "https://" + google.host() + "/");
    jar.variables.put("JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=" + jar.credentials);

    assertThat(jar.run("--no-input").failure(6).lines().skip(1).findFirst().orElseThrow())
        .isEqualTo("gmail-labels: Java's trust store cannot be read (" + google.host() + ")");
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
    google.respondAlways(LIST, status(401));
    String refusal = jar.run("--verbose", "--no-input").failure(4);

    assertThat(signIn.out()).isEqualTo(LABELS);
    assertThat(google.requests(TOKEN)).hasSize(2);
    String arguments = new String(Files.readAllBytes(allArguments), StandardCharsets.UTF_8);
    assertThat(arguments).contains(JarProcess.PROGRAM.toString(), "code_challenge=");
    String all = signIn.out() + signIn.err() + refusal + arguments;
    assertThat(google.authorization.secretsIn(all)).isEmpty();
  }
}
