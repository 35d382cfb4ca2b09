package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The script {@code install} of the archives, in an unpacked one. */
class InstallIT {
  private static final List<String> LINKS =
      List.of(
          "bin/gmail-labels",
          "share/man/man1/gmail-labels.1.gz",
          "share/bash-completion/completions/gmail-labels",
          "share/zsh/site-functions/_gmail-labels",
          "share/fish/vendor_completions.d/gmail-labels.fish",
          "share/doc/gmail-labels");

  @AutoClose private final JarProcess jar = JarProcess.create();
  private Path unpacked;
  private Path prefix;

  @BeforeEach
  void unpack() throws IOException {
    jar.variables.put("JAVA_HOME", System.getProperty("java.home"));
    unpacked = Files.createDirectory(jar.folder.resolve("un packed"));
    prefix = jar.home.resolve(".local");
    if (JarProcess.PROGRAM.equals(JarProcess.JAR)) {
      copy(Path.of("src/main/sh/gmail-labels"), "bin/gmail-labels");
      copy(JarProcess.JAR, "lib/gmail-labels/gmail-labels.jar");
      copy(Path.of("README.md"), "share/doc/gmail-labels/README.md");
      for (String file : LINKS.subList(1, 5)) {
        Files.createDirectories(unpacked.resolve(file).getParent());
        Files.writeString(unpacked.resolve(file), file);
      }
      copy(Path.of("src/assembly/install"), "install");
    } else {
      Files.delete(unpacked);
      Files.createSymbolicLink(unpacked, JarProcess.PROGRAM.resolveSibling("..").toRealPath());
    }
    jar.command = List.of(unpacked.resolve("install").toString());
  }

  private void copy(Path file, String to) throws IOException {
    Files.createDirectories(unpacked.resolve(to).getParent());
    Files.copy(file, unpacked.resolve(to), StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** Everything below the home, folders included. */
  private List<String> home() throws IOException {
    try (Stream<Path> files = Files.walk(jar.home)) {
      return files.map(file -> jar.home.relativize(file).toString()).sorted().toList();
    }
  }

  private void assertRuns(Path program) throws IOException, InterruptedException {
    jar.command = List.of(program.toString());
    assertThat(jar.run("--version").listing()).startsWith("gmail-labels ");
    jar.command = List.of(unpacked.resolve("install").toString());
  }

  @Test
  void installsEverythingAndUninstallsAllOfIt() throws Exception {
    List<String> before = home();
    Files.createDirectories(jar.tokenFile().getParent());

    String installed = jar.run().listing();

    assertThat(installed)
        .startsWith("Installed gmail-labels ")
        .contains(" under " + prefix + "\n" + prefix + "/bin is not on your PATH");
    assertRuns(prefix.resolve("bin/gmail-labels"));
    for (String link : LINKS) {
      assertThat(prefix.resolve(link).toRealPath()).startsWith(prefix.resolve("lib/gmail-labels"));
    }
    assertThat(jar.run("--uninstall").listing())
        .isEqualTo(
            """
            Removed gmail-labels from %s
            Your own files are still in %s/.config/gmail-labels
            """
                .formatted(prefix, jar.home));
    assertThat(home())
        .filteredOn(file -> !file.startsWith(".config"))
        .containsExactlyElementsOf(before);
    assertThat(jar.run("--uninstall").failure(1))
        .isEqualTo("install: gmail-labels is not installed under " + prefix + "\n");
  }

  @Test
  void olderVersionIsReplacedAsAWhole() throws Exception {
    jar.run().listing();
    Path stray = prefix.resolve("lib/gmail-labels/stray");
    Files.writeString(stray, "of an older version");
    jar.variables.put("PATH", prefix.resolve("bin") + ":" + jar.variables.get("PATH"));

    assertThat(jar.run().listing()).endsWith("\nRun: gmail-labels login\n");

    assertThat(stray).doesNotExist();
    assertRuns(prefix.resolve("bin/gmail-labels"));
    Files.writeString(prefix.resolve("share/man/man1/other.1"), "somebody else's");
    jar.run("--uninstall").listing();
    assertThat(home())
        .contains(".local/share/man/man1/other.1")
        .doesNotContain(".local/lib", ".local/bin", ".local/share/fish");
  }

  @Test
  void installationByHandThatVersion100DescribedIsReplaced() throws Exception {
    Path old = Files.createDirectories(prefix.resolve("share/gmail-labels"));
    Files.writeString(old.resolve("gmail-labels.jar"), "");
    Files.createDirectories(prefix.resolve("bin"));
    Files.createSymbolicLink(
        prefix.resolve("bin/gmail-labels"), Path.of("../share/gmail-labels/gmail-labels.jar"));

    jar.run().listing();

    assertRuns(prefix.resolve("bin/gmail-labels"));
    assertThat(old).doesNotExist();
  }

  @Test
  void prefixIsTakenAsItIsGiven() throws Exception {
    for (String given : List.of(jar.folder + "/a prefix/", "it's")) {
      Path expected = jar.work.resolve(given);
      assertThat(jar.run(given).listing()).contains(" under " + expected);
      assertRuns(expected.resolve("bin/gmail-labels"));
      jar.run("--uninstall", given).listing();
      assertThat(expected.resolve("lib")).doesNotExist();
    }
  }

  @Test
  void whatBelongsToSomebodyElseIsLeftAlone() throws Exception {
    for (String file :
        List.of("bin/gmail-labels", "share/man/man1/gmail-labels.1.gz", "lib/gmail-labels")) {
      Path others = prefix.resolve(file);
      Files.createDirectories(others.getParent());
      Files.writeString(others, "somebody else's");
      List<String> before = home();

      assertThat(jar.run().failure(1))
          .isEqualTo(
              "install: %s exists and is not from this script; nothing was changed\n", others);

      assertThat(home()).isEqualTo(before);
      Files.delete(others);
    }
  }

  @Test
  void wrongArgumentsAreExit2() throws Exception {
    assertThat(jar.run("--nonsense").failure(2)).startsWith("install: unknown option: --nonsense");
    assertThat(jar.run("a", "b").failure(2)).startsWith("install: only one PREFIX is allowed");
    assertThat(jar.run("--uninstall", "a", "b").failure(2)).contains("Usage: ./install [PREFIX]");
    assertThat(jar.runIn("HOME= exec \"$@\"").failure(2)).contains("HOME is not set");
    assertThat(home()).containsExactly("");
  }

  @Test
  void prefixThatCannotBeWrittenIsOneSentence() throws Exception {
    assertThat(jar.run("/proc/nothing").failure(1))
        .startsWith("install: cannot copy the program to /proc/nothing/lib/gmail-labels.new; ");
    Files.writeString(jar.home.resolve("file"), "");
    assertThat(jar.run(jar.home + "/file").failure(1))
        .isEqualTo("install: %s/file is not a folder\n".formatted(jar.home));
  }

  @Test
  void fullDiskLeavesEverythingAsItWas() throws Exception {
    // The largest file is larger than half a megabyte, in the units of sh.
    String full = "exec sh -c 'trap \"\" XFSZ; ulimit -f 1000; exec \"$@\"' sh \"$@\"";
    assertThat(jar.runIn(full).failure(1)).contains("install: cannot copy the program to ");
    assertThat(home()).containsExactly("");

    jar.run().listing();
    List<String> before = home();
    assertThat(jar.runIn(full).failure(1)).contains("; nothing was changed");
    assertThat(home()).isEqualTo(before);
    assertRuns(prefix.resolve("bin/gmail-labels"));
  }
}
