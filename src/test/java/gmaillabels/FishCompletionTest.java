package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code generate-completion fish}, in fish itself. */
class FishCompletionTest {
  @AutoClose private final Machine machine = Machine.signedOut();

  @BeforeEach
  void writeScript() throws Exception {
    assumeTrue(run("sh", "-c", "command -v fish").waitFor() == 0, "fish is not installed");
    String script = machine.run("generate-completion", "fish").listing();
    Files.writeString(machine.home.resolve("script.fish"), script);
  }

  private Process run(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(machine.work.toFile());
    builder.environment().put("HOME", machine.home.toString());
    return builder.redirectErrorStream(true).start();
  }

  /** What fish offers at the end of a command line, each with its description behind a tab. */
  private List<String> offered(String commandLine) throws Exception {
    String script =
        """
        source ~/script.fish
        function gmail-labels
          test "$argv" = accounts; and printf 'work\\nme@example.org\\n'
        end
        complete -C $argv
        """;
    Process fish = run("fish", "--no-config", "-c", script, "gmail-labels " + commandLine);
    String output = new String(fish.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fish.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          |accounts generate-completion help login logout status
          lo|login logout
          --format |csv json plain table tree
          --format=t|--format=table --format=tree
          -s |gmail messages name unread
          --fo|--format
          --format json --so|--sort
          --no-|--no-browser --no-input
          status --|--account --credentials --help --scope --tokens
          --tokens a logout -|-a -h -v --account --help --tokens --verbose
          login --fo|
          login |
          login --scope |labels metadata readonly
          help lo|login logout
          generate-completion |bash fish
          --credentials c|credentials.json
          login --tokens=|--tokens=credentials.json
          --fields=id,na|--fields=id,name
          --fields id,type,t|id,type,threadsTotal id,type,threadsUnread id,type,type
          --fields n|name
          --account |me@example.org work
          -a m|me@example.org
          logout --account=me@|--account=me@example.org
          accounts --account |
          --match c|
          cred|
          """)
  void offersWhatFits(String commandLine, String words) throws Exception {
    assertThat(offered(commandLine == null ? "" : commandLine))
        .extracting(line -> line.replaceFirst("\t.*", ""))
        .containsExactlyInAnyOrder(words == null ? new String[0] : words.split(" "));
  }

  @Test
  void describesCommandsAndOptionsAsTheHelpDoes() throws Exception {
    assertThat(offered("logi")).containsExactly("login\tSigns in, even if a sign-in is stored");
    assertThat(offered("--coun"))
        .containsExactly(
            "--counts\tAsk for every listed label's message and thread counts, and show them");
    assertThat(offered("--mat"))
        .containsExactly("--match\tOnly labels whose name contains a match, ignoring case");
  }
}
