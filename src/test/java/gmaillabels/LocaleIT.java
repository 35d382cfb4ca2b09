package gmaillabels;

import static gmaillabels.JarProcess.LABELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Letters beyond ASCII in paths, in locales that cannot hold them. The third is not installed. */
@ParameterizedClass
@ValueSource(strings = {"C", "POSIX", "xx_XX.UTF-8"})
class LocaleIT {
  @Parameter String locale;

  @AutoClose private final JarProcess jar = JarProcess.create();

  @BeforeEach
  void startWithoutTheScriptThatRepairsTheLocale() {
    assumeTrue(jar.command.contains("-jar"));
  }

  /** Runs it from a shell that has prepared something, in which {@code $cafe} is a folder. */
  private Run run(String preparation, String... arguments) throws Exception {
    String cafe = "cafe=\"$PWD\"/caf$'\\303\\251'; mkdir -p \"$cafe\"; ";
    return jar.runIn(cafe + preparation + "; exec env LC_ALL=" + locale + " \"$@\"", arguments);
  }

  private void assertUnreadable(String source, Run run) {
    assertThat(jar.legible(run.failure(2)))
        .isEqualTo(
            """
            gmail-labels: %s cannot be read as a path: 'WORK/caf\ufffd\ufffd'
            Letters beyond ASCII must be UTF-8, in a UTF-8 locale such as LC_ALL=C.UTF-8.
            """
                .formatted(source));
  }

  @Test
  void whatNeedsNoFileNeedsNoPath() throws Exception {
    jar.signIn();
    String token = Files.readString(jar.tokenFile()).replaceAll("(?s).*(ya29[^\"]+).*", "$1");
    jar.variables.put("GMAIL_LABELS_ACCESS_TOKEN", token);
    String here =
        "cd \"$cafe\"; export PATH=\"$cafe:$PATH\" HOME=\"$cafe\" XDG_CONFIG_HOME=\"$cafe\"";

    assertThat(run(here).listing()).isEqualTo(LABELS);
    for (String argument : List.of("--version", "--help", "generate-completion")) {
      assertThat(run(here, argument).listing()).contains("gmail-labels");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HOME, --no-input",
    "XDG_CONFIG_HOME, status",
    "GMAIL_LABELS_TOKENS, accounts",
    "GMAIL_LABELS_CREDENTIALS, login"
  })
  void variableThatCannotBeReadIsNamed(String variable, String argument) throws Exception {
    assertUnreadable(variable, run("export " + variable + "=\"$cafe\"", argument));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--tokens", "--credentials"})
  void optionThatCannotBeReadIsNamed(String option) throws Exception {
    assertThat(run("set -- \"$@\" %s=\"$cafe\"".formatted(option)).failure(2))
        .startsWith("gmail-labels: '" + option + "=")
        .contains("caf\ufffd\ufffd' cannot be read in this locale\n");
  }

  @Test
  void workingDirectoryThatCannotBeReadIsPassedOver() throws Exception {
    assertThat(jar.legible(run("cd \"$cafe\"", "--no-input").failure(3)))
        .contains("\ngmail-labels: no OAuth client file (HOME/.config/gmail-labels/cred")
        .startsWith("gmail-labels: warning: cannot look for credentials.json in the working");
    assertUnreadable("the working directory", run("cd \"$cafe\"", "accounts", "--tokens=a"));

    String credentials = "--credentials=" + jar.credentials();
    String here = "cd \"$cafe\"; PATH=\"$cafe:$PATH\"";
    assertThat(jar.legible(run(here, "--no-input", credentials).failure(4)))
        .endsWith(
            "Sign in at a terminal: java -jar JAR login --credentials=WORK/credentials.json\n");
    run(here, "login", credentials).succeeded();
    assertThat(run(here, credentials).listing()).isEqualTo(LABELS);
  }
}
