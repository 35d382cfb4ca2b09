package gmaillabels;

import static gmaillabels.SandboxedUser.LABELS;
import static gmaillabels.sandbox.Endpoint.AUTHORIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script {@code bin/gmail-labels}, as the archives have it. */
class StartScriptIT {
  private static final Path JAVA = Path.of(System.getProperty("java.home"));
  private static final Path SCRIPT = Path.of("src/main/sh/gmail-labels");

  @AutoClose private final JarProcess jar = JarProcess.create();
  private Path program;

  @BeforeEach
  void layOut() throws IOException, InterruptedException {
    jar.variables.put("JAVA_HOME", JAVA.toString());
    jar.signIn();
    layOut("prefix");
  }

  /** Makes a prefix as the archives are one: of the jar, or of the archive that is tested. */
  private void layOut(String prefix) throws IOException {
    Path root = jar.folder.resolve(prefix);
    Path lib = Files.createDirectories(root.resolve("lib"));
    if (usesOwnJava()) {
      Path own = JarProcess.PROGRAM.resolveSibling("../lib/gmail-labels").toRealPath();
      Files.createSymbolicLink(lib.resolve("gmail-labels"), own);
    } else {
      Path ownLib = Files.createDirectory(lib.resolve("gmail-labels"));
      Files.copy(JarProcess.JAR, ownLib.resolve("gmail-labels.jar"));
    }
    program = Files.createDirectory(root.resolve("bin")).resolve("gmail-labels");
    Files.copy(SCRIPT, program, StandardCopyOption.COPY_ATTRIBUTES);
    jar.command = List.of(program.toString());
  }

  private static boolean usesOwnJava() {
    return !JarProcess.PROGRAM.equals(JarProcess.JAR);
  }

  /** Through a shell, for which the path of the program begins where the program does. */
  private Run run(String... arguments) throws IOException, InterruptedException {
    return jar.runIn("exec \"$@\"", arguments);
  }

  @Test
  void firstRunMakesNoFileButTheTokenFileAndItsLock() throws Exception {
    jar.variables.put("HOME", Files.createDirectory(jar.folder.resolve("new")).toString());
    jar.variables.put("TMPDIR", Files.createDirectory(jar.folder.resolve("tmp")).toString());

    assertThat(run().succeeded().out()).isEqualTo(LABELS);

    assertThat(jar.runIn("cd ../ && exec find new tmp prefix/bin -type f").out().lines())
        .extracting(file -> file.replaceFirst(".*/", ""))
        .containsExactlyInAnyOrder("default.json", "default.json.lock", "gmail-labels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh", "mksh"})
  void everyShellCanRunIt(String shell) throws Exception {
    jar.assumeInstalled(shell.split(" ")[0]);

    assertThat(jar.runIn(shell + " \"$@\"").listing()).isEqualTo(LABELS);
    assertThat(jar.runIn(shell + " \"$@\"", "--no-input", "--account=a b").failure(2))
        .contains("--account may have letters");
    jar.variables.put("GMAIL_LABELS_CREDENTIALS", jar.credentials.toString());
    assertThat(jar.runIn("cd \"${1%/*}\" && exec " + shell + " gmail-labels").listing())
        .isEqualTo(LABELS);
    for (String closed : List.of(">&-", "<&- >&-")) {
      assertThat(jar.runIn("exec " + shell + " \"$@\" " + closed).failure(1))
          .isEqualTo("gmail-labels: cannot write the output (standard output is closed)\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"my labels", "it's \"it\"", "wow!", "two\nlines", "caf\u00e9", "$HOME `x`"})
  void foldersMayHaveAnyName(String name) throws Exception {
    layOut(name);
    Path link = Files.createSymbolicLink(jar.home.resolve(name), program);

    for (Path called : List.of(program, link, jar.work.relativize(program))) {
      jar.command = List.of(called.toString());
      for (String locale : List.of("C", "C.UTF-8")) {
        jar.variables.put("LC_ALL", locale);
        assertThat(run().listing()).isEqualTo(LABELS);
        assertThat(run("--help").listing()).contains("--login-timeout");
      }
    }
  }

  @Test
  void colonIsTheOneCharacterThatJavaCannotTake() throws Exception {
    assumeTrue(!usesOwnJava());
    layOut("a:b");

    assertThat(run().failure(1))
        .startsWith("gmail-labels: Java cannot read from a folder with a colon in its name (");
  }

  @Test
  void workingDirectoryMayBeGone() throws Exception {
    jar.variables.put("GMAIL_LABELS_CREDENTIALS", jar.credentials.toString());

    // The shell itself may complain.
    Run run = jar.runIn("mkdir gone && cd gone && rmdir ../gone && exec \"$@\"");

    assertThat(run.succeeded().out()).isEqualTo(LABELS);
  }

  @Test
  void hintsHaveTheCommandAsItWasTyped() throws Exception {
    layOut("my labels");
    Path link = Files.createSymbolicLink(jar.home.resolve("labels"), program);

    assertThat(run("--no-input", "--account=other").failure(4))
        .endsWith(" '%s' login --account=other\n".formatted(program));
    jar.command = List.of(link.toString());
    assertThat(run("--no-input", "--account=other").failure(4))
        .endsWith(" %s login --account=other\n".formatted(link));
  }

  @Test
  void pathsAndOptionsAreUtf8WhereTheLocaleIsNot() throws Exception {
    jar.google.labels(SandboxLabel.named("Work", "Caf\u00e9"));
    String script =
        """
        e=$(printf '\\303\\251')
        tokens=$HOME/.config/gmail-labels/tokens
        HOME=$HOME/jos$e
        mkdir -p "$HOME" && cp -R "$tokens" "$HOME/$e" &&
        exec "$@" --no-input --tokens="$HOME/$e" --match="$e"
        """;
    for (Map<String, String> locale :
        List.of(
            Map.of("LC_ALL", "C"),
            Map.of("LANG", "POSIX"),
            // Not installed, as ssh hands them on from another machine.
            Map.of("LANG", "xx_XX.UTF-8"),
            Map.of("LANG", "C.UTF-8", "LC_TIME", "xx_XX.UTF-8"),
            Map.<String, String>of())) {
      jar.variables.keySet().removeAll(List.of("LC_ALL", "LANG", "LC_TIME"));
      jar.variables.putAll(locale);

      assertThat(jar.runIn(script).listing()).as(locale.toString()).isEqualTo("Caf\u00e9\n");
    }
  }

  @Test
  void optionsOfJavaCanBeGiven() throws Exception {
    for (String variable :
        List.of("GMAIL_LABELS_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      jar.variables.put(variable, "-XX:+UseParallelGC -Dx=*");
      assertThat(run().succeeded().out()).as(variable).isEqualTo(LABELS);
      jar.variables.remove(variable);
    }
    // The JVM's own words are no labels.
    jar.variables.put("GMAIL_LABELS_JAVA_OPTS", "-Xms9000000g -Xmx9000000g");
    assertThat(run().failure(1)).contains("initialization of VM");
  }

  @Test
  void interruptEndsALoop() throws Exception {
    jar.decide("open");
    List<String> loop = new ArrayList<>(JarProcess.OF_ITS_OWN_GROUP);
    loop.addAll(List.of("bash", "-c", "for i in 1 2 3; do \"$@\"; done; echo after", "bash"));
    try (JarProcess.Running running = jar.start(loop, "login")) {
      jar.google.awaitRequests(AUTHORIZE, 1);
      running.interrupt();

      assertThat(running.end().failure(130)).contains("Ctrl-C stops");
    }
    assertThat(jar.google.requests(AUTHORIZE)).hasSize(1);
  }

  @Test
  void runInTheBackgroundOfATerminalIsNotStopped() throws Exception {
    jar.assumeInstalled("script");
    jar.variables.putAll(Map.of("SHELL", "/bin/bash", "PROGRAM", program.toString()));
    Path job =
        SandboxBrowser.executable(
            jar.folder.resolve("job"),
            """
            exec bash -c 'set -m; "$PROGRAM" login --no-browser --login-timeout=4 & wait $!
            echo "exit $?"'""");

    assertThat(jar.runIn("script -qec '" + job + "' /dev/null < /dev/null").out())
        .contains("Standard input has ended", "the sign-in was not finished", "exit 4");
  }

  @Test
  void missingOrOldJavaIsSaid() throws Exception {
    assumeTrue(!usesOwnJava());
    jar.variables.put("JAVA_HOME", "/nowhere");
    assertThat(run().failure(1))
        .startsWith("gmail-labels: there is no Java in JAVA_HOME (/nowhere)\n");
    jar.variables.remove("JAVA_HOME");
    assertThat(jar.runIn("PATH=/nowhere exec /bin/sh \"$@\"").failure(1))
        .startsWith("gmail-labels: there is no java on your PATH\n");

    for (String version : List.of("1.8.0_402", "11.0.2", "16")) {
      Path old = Files.createDirectories(jar.folder.resolve("jdk-" + version + "/bin"));
      SandboxBrowser.executable(
          old.resolve("java"), "echo 'openjdk version \"" + version + "\" 2020-01-01' >&2");
      jar.variables.put("JAVA_HOME", old.getParent().toString());
      String expected = "gmail-labels: Java %s is too old (%s/java)\n".formatted(version, old);

      assertThat(run().failure(1)).startsWith(expected);
      Files.writeString(
          old.resolveSibling("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
      assertThat(run().failure(1)).startsWith(expected);
    }
  }

  @Test
  void ownJavaComesFirst() throws Exception {
    jar.variables.put("JAVA_HOME", "/nowhere");
    if (!usesOwnJava()) {
      Path bin = Files.createDirectories(program.resolveSibling("../lib/gmail-labels/runtime/bin"));
      SandboxBrowser.executable(
          bin.resolve("java"),
          "[ \"$2 $3\" = '-m gmaillabels' ] && shift 3 && exec '%s/bin/java' -jar '%s' \"$@\""
              .formatted(JAVA, JarProcess.JAR));
    }

    assertThat(run("--type=user").listing()).isEqualTo("Work\n");
  }
}
