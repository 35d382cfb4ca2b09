package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code generate-completion}, in the shells themselves. */
class CompletionTest {
  /** Calls the script as bash does, which makes a word of each =, : and @. */
  private static final String BASH =
      """
      source ~/script
      gmail-labels() { [ "$*" != accounts ] || printf 'work\nme@example.org\nmy@example.org\n'; }
      COMP_LINE=$0
      COMP_POINT=${#COMP_LINE}
      read -ra COMP_WORDS <<< "$(sed 's/[=:@]/ & /g' <<< "$0")"
      [[ $0 != *' ' ]] || COMP_WORDS+=('')
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      # It can only be used while somebody types.
      compopt() { :; }
      _complete_gmail-labels
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  private static final String FISH =
      """
      source ~/script
      function gmail-labels
        test "$argv" = accounts; and printf 'work\\nme@example.org\\nmy@example.org\\n'
      end
      complete -C $argv
      """;

  @AutoClose private final Machine machine = Machine.signedOut();

  /** What the shell offers at the end of a command line; fish with descriptions behind tabs. */
  private List<String> offered(String shell, String calls, String commandLine) throws Exception {
    Files.writeString(
        machine.home.resolve("script"), machine.run("generate-completion", shell).listing());
    ProcessBuilder builder =
        new ProcessBuilder(shell, "-c", calls, "gmail-labels " + commandLine)
            .directory(machine.work.toFile())
            .redirectErrorStream(true);
    builder.environment().put("HOME", machine.home.toString());
    byte[] output = builder.start().getInputStream().readAllBytes();
    return new String(output, StandardCharsets.UTF_8).lines().filter(l -> !l.isEmpty()).toList();
  }

  private static void assumeFish() throws Exception {
    Process fish = new ProcessBuilder("sh", "-c", "command -v fish").start();
    assumeTrue(fish.waitFor() == 0, "fish is not installed");
  }

  private static String[] words(String text) {
    return text == null ? new String[0] : text.split(" ");
  }

  /** Where fish offers something else, that is in the third column. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      emptyValue = "",
      textBlock =
          """
          |accounts generate-completion help login logout status|
          lo|login logout|
          --format |csv json plain table tree|
          --format=t|table tree|--format=table --format=tree
          -s |gmail messages name unread|
          --fo|--format|
          --no-|--no-browser --no-input|
          status --|--account --credentials --help --scope --tokens|
          status --p||
          login --fo||
          login --scope |labels metadata readonly|
          help lo|login logout|
          generate-completion |bash fish|
          --fields=n|name|--fields=name
          --fields=id,na|id,name|--fields=id,name
          --fields id,type,t|id,type,type id,type,threadsTotal id,type,threadsUnread|
          --format=json --so|--sort|
          --account |work me@example.org my@example.org|
          --account=w|work|--account=work
          -a m|me@example.org my@example.org|
          --account=me@|example.org|--account=me@example.org
          logout -a me@ex|example.org|me@example.org
          login --account=z||
          --credentials=c|credentials.json|--credentials=credentials.json
          --tokens c|credentials.json|
          accounts -|-h --help --tokens|
          """)
  void offersWhatFits(String commandLine, String words, String inFish) throws Exception {
    String line = commandLine == null ? "" : commandLine;
    assertThat(offered("bash", BASH, line)).containsExactlyInAnyOrder(words(words));

    assumeFish();
    assertThat(offered("fish", FISH, line))
        .extracting(offer -> offer.replaceFirst("\t.*", ""))
        .containsExactlyInAnyOrder(words(inFish == null ? words : inFish));
  }

  @Test
  void fishOffersNoFilesWhereThereAreNoneAndDescribesAsTheHelpDoes() throws Exception {
    assumeFish();
    for (String line : List.of("login ", "accounts --account ", "--match c", "cred")) {
      assertThat(offered("fish", FISH, line)).as(line).isEmpty();
    }
    assertThat(offered("fish", FISH, "--tokens a logout -")).hasSize(7);
    assertThat(offered("fish", FISH, "logi"))
        .containsExactly("login\tSigns in, even if a sign-in is stored");
    assertThat(offered("fish", FISH, "--coun"))
        .containsExactly(
            "--counts\tAsk for every listed label's message and thread counts, and show them");
    assertThat(offered("fish", FISH, "--mat"))
        .containsExactly("--match\tOnly labels whose name contains a match, ignoring case");
  }
}
