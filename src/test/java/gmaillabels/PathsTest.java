package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, variables and directories as paths: where they lead, and which cannot be read. */
class PathsTest {
  /** As Java hands a path over that has bytes which the locale cannot decode. */
  private static final String UNREADABLE = "/caf\ufffd";

  @AutoClose private final Machine machine = Machine.signedOut();

  private static String unreadable(String source) {
    return """
    gmail-labels: %s cannot be read as a path: '/caf\ufffd'
    Letters beyond ASCII must be UTF-8, in a UTF-8 locale such as LC_ALL=C.UTF-8.
    """
        .formatted(source);
  }

  @Test
  void whatNeedsNoFileNeedsNoPath() {
    machine.workingDirectory = UNREADABLE;
    machine.variables.put("GMAIL_LABELS_ACCESS_TOKEN", machine.google.authorization.accessToken());
    for (String name : List.of("HOME", "PATH", "XDG_CONFIG_HOME")) {
      machine.variables.put(name, UNREADABLE);
    }
    for (String name : List.of("ACCOUNT", "CREDENTIALS", "SCOPE", "TOKENS")) {
      machine.variables.put("GMAIL_LABELS_" + name, UNREADABLE);
    }

    assertThat(machine.run("--match=inbox").listing()).isEqualTo("INBOX\n");
    assertThat(machine.run("--version").listing()).isEqualTo("gmail-labels test\n");
    assertThat(machine.run("--help").listing()).startsWith("Usage: gmail-labels");
    assertThat(machine.run("generate-completion").listing()).startsWith("#!/usr/bin/env bash\n");
    assertThat(machine.run("--nonsense").failure(2)).endsWith("See: gmail-labels --help\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOME",
        "XDG_CONFIG_HOME",
        "GMAIL_LABELS_ACCOUNT",
        "GMAIL_LABELS_CREDENTIALS",
        "GMAIL_LABELS_TOKENS"
      })
  void variableThatCannotBeReadIsNamed(String variable) {
    machine.variables.put(variable, UNREADABLE);

    assertThat(machine.run("--no-input").failure(2)).isEqualTo(unreadable(variable));
    assertThat(machine.run("status").failure(2)).isEqualTo(unreadable(variable));
  }

  @Test
  void variableThatTheCommandDoesNotUseMayHoldAnything() {
    machine.signIn();
    machine.variables.put("GMAIL_LABELS_CREDENTIALS", UNREADABLE);
    machine.variables.put("GMAIL_LABELS_SCOPE", "everything");
    machine.variables.put("GMAIL_LABELS_API_URL", "ftp://x");
    machine.variables.put("GMAIL_LABELS_ACCESS_TOKEN", "no token");
    machine.variables.put("HTTPS_PROXY", "socks5://x");

    assertThat(machine.run("accounts").listing()).isEqualTo("default\n");
    assertThat(machine.run("logout").succeeded().err()).startsWith("Signed out");
  }

  @Test
  void optionThatCannotBeReadIsNamed() {
    for (String option : List.of("--tokens=/caf\ufffd", "--credentials /caf\ufffd")) {
      assertThat(machine.run(option.split(" ")).failure(2))
          .startsWith("gmail-labels: '%s' cannot be read in this locale\n".formatted(option));
    }
    assertThat(machine.run("--tokens=a\0b").failure(2))
        .startsWith("gmail-labels: --tokens cannot be read as a path: 'a\\u0000b'\n");
  }

  @Test
  void workingDirectoryThatCannotBeReadIsPassedOver() {
    machine.workingDirectory = UNREADABLE;

    assertThat(machine.run("--no-input").failure(3))
        .startsWith(
            """
            gmail-labels: warning: cannot look for credentials.json in the working directory: its path cannot be read in this locale (try LC_ALL=C.UTF-8)
            gmail-labels: no OAuth client file (HOME/.config/gmail-labels/credentials.json)
            """);
    machine.run("login", "--credentials=" + machine.credentials).succeeded();
    machine.run("--credentials=" + machine.credentials).listing();

    assertThat(machine.run("accounts", "--tokens=a").failure(2))
        .isEqualTo(unreadable("the working directory"));
  }

  @Test
  void tildeIsTheHomeDirectory() throws IOException {
    Files.move(machine.credentials, machine.home.resolve("client.json"));
    machine.variables.put("GMAIL_LABELS_CREDENTIALS", "~/client.json");
    machine.run("--tokens=~/a").succeeded();
    assertThat(machine.home.resolve("a/default.json")).exists();
    assertThat(machine.run("--no-input", "--tokens=~/b").failure(4))
        .endsWith("gmail-labels login '--credentials=~/client.json' '--tokens=~/b'\n");

    machine.variables.put("XDG_CONFIG_HOME", "~/c");
    machine.run().succeeded();
    assertThat(machine.home.resolve("c/gmail-labels/tokens/default.json")).exists();

    machine.run("--tokens=./~/d").succeeded();
    assertThat(machine.work.resolve("~/d/default.json")).exists();
  }

  @ParameterizedTest
  @CsvSource({"'', ?", "'', ''", "relative, /", "'', relative"})
  void homeThatIsUnknownIsMissedOnlyWhereItIsNeeded(String variable, String homeOfUser) {
    machine.variables.put("HOME", variable);
    machine.homeOfUser = homeOfUser;

    for (String arguments : List.of("--no-input", "accounts", "--tokens=~/a", "--tokens=a")) {
      assertThat(machine.run(arguments).failure(2))
          .isEqualTo(
              """
              gmail-labels: the home directory is unknown (HOME)
              Set HOME to an absolute path, or choose the files with --credentials and --tokens.
              """);
    }
    machine.run("--tokens=a", "--credentials=credentials.json").succeeded();
    assertThat(machine.run("accounts", "--tokens=a").listing()).isEqualTo("default\n");

    machine.variables.remove("HOME");
    machine.homeOfUser = UNREADABLE;
    assertThat(machine.run("accounts").failure(2)).isEqualTo(unreadable("the home directory"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative", "caf\ufffd", ".", "xdg"})
  void relativeConfigurationDirectoryIsIgnored(String directory) {
    machine.variables.put("XDG_CONFIG_HOME", directory);

    machine.run().succeeded();

    assertThat(machine.tokenFile()).exists();
  }

  /** The program is {@code work/bin/gmail-labels}; another of its name is {@code work/other}'s. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /caf\ufffd:WORK/bin    | gmail-labels
          caf\ufffd::WORK/bin:/x | gmail-labels
          bin                    | gmail-labels
          /x                     | sh WORK/bin/gmail-labels
          WORK/other:WORK/bin    | sh WORK/bin/gmail-labels
          ''                     | sh WORK/bin/gmail-labels
          """)
  void hintsNameTheCommandThatThePathFinds(String path, String command) throws IOException {
    for (String directory : List.of("bin", "other")) {
      Path folder = Files.createDirectory(machine.work.resolve(directory));
      SandboxBrowser.executable(folder.resolve("gmail-labels"), "exit 0");
    }
    machine.program = List.of("sh", machine.work + "/bin/gmail-labels");
    machine.variables.put("PATH", path.replace("WORK", machine.work.toString()));

    assertThat(machine.run("--nonsense").failure(2))
        .endsWith("See: %s --help\n".formatted(command));
  }

  @Test
  void emptyEntryOfThePathIsTheWorkingDirectory() throws IOException {
    SandboxBrowser.executable(machine.work.resolve("gmail-labels"), "exit 0");
    machine.program = List.of("sh", "gmail-labels");

    machine.variables.put("PATH", "/x:");
    assertThat(machine.run("--nonsense").failure(2)).endsWith("See: gmail-labels --help\n");
    machine.variables.remove("PATH");
    assertThat(machine.run("--nonsense").failure(2)).endsWith("See: sh gmail-labels --help\n");
    machine.variables.put("PATH", ":/x");
    machine.workingDirectory = UNREADABLE;
    assertThat(machine.run("--nonsense").failure(2)).endsWith("See: sh gmail-labels --help\n");
  }
}
