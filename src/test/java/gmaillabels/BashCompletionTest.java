package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code generate-completion}, in bash itself. */
class BashCompletionTest {
  /** Calls the script as bash does, which makes a word of each =, : and @. */
  private static final String COMPLETE =
      """
      source script.bash
      gmail-labels() { [ "$*" != accounts ] || printf 'work\nme@example.org\nmy@example.org\n'; }
      COMP_LINE=$1
      COMP_POINT=${#COMP_LINE}
      read -ra COMP_WORDS <<< "$(sed 's/[=:@]/ & /g' <<< "$1")"
      [[ $1 != *' ' ]] || COMP_WORDS+=('')
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      # It can only be used while somebody types.
      compopt() { :; }
      _complete_gmail-labels
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @AutoClose private final Machine machine = Machine.signedOut();

  /** The words that bash offers at the end of a command line. */
  private List<String> offered(String commandLine) throws IOException {
    Path script = machine.work.resolve("script.bash");
    Files.writeString(script, machine.run("generate-completion").listing());
    Process bash =
        new ProcessBuilder("bash", "-c", COMPLETE, "bash", "gmail-labels " + commandLine)
            .directory(machine.work.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return output.lines().filter(line -> !line.isEmpty()).toList();
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
          --format=t|table tree
          -s |gmail messages name unread
          --fo|--format
          --no-|--no-browser --no-input
          status --|--account --credentials --help --scope --tokens
          status --p|
          login --fo|
          login --scope |labels metadata readonly
          accounts -|-h --help --tokens
          help lo|login logout
          generate-completion |bash fish
          --fields=n|name
          --fields=id,na|id,name
          --fields id,type,t|id,type,type id,type,threadsTotal id,type,threadsUnread
          --format=json --fields=id,na|id,name
          --format=json --so|--sort
          --account=|work me@example.org my@example.org
          --account=w|work
          -a m|me@example.org my@example.org
          --account=me@|example.org
          logout -a me@ex|example.org
          login --account=x|
          --credentials=script.b|script.bash
          --tokens s|script.bash
          """)
  void offersWhatFits(String commandLine, String words) throws IOException {
    assertThat(offered(commandLine == null ? "" : commandLine))
        .containsExactlyInAnyOrder(words == null ? new String[0] : words.split(" "));
  }
}
