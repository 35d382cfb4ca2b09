package gmaillabels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The man page in the repository, and the roff that it is made of. */
@Timeout(60)
class ManPageTest {
  private static final Path PAGE = Path.of("src/main/man/gmail-labels.1");

  @Test
  void saysWhatTheProgramSays() throws IOException {
    // Git may have given it the line ends of Windows.
    String committed = Files.readString(PAGE).replace("\r\n", "\n");

    assertThat(committed)
        .as("%s is out of date; run: ./mvnw -q -Pdist test-compile exec:java@man", PAGE)
        .isEqualTo(ManPage.of(Path.of("pom.xml")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mandoc -T lint -W warning", "groff -man -ww -z -T utf8"})
  void hasNothingThatAFormatterWarnsAbout(String formatter) throws Exception {
    List<String> command = new ArrayList<>(List.of(formatter.split(" ")));
    command.add(PAGE.toString());
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      abort(command.get(0) + " is not installed here");
      return;
    }
    process.getOutputStream().close();
    String warnings = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(warnings).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      textBlock =
          """
          sign-in --fields, sign\\-in \\-\\-fields
          .config,          \\&.config
          'quoted',         \\(aqquoted\\(aq
          say "so",         say \\(dqso\\(dq
          C:\\new,          C:\\enew
          ~ ^ `,            \\(ti \\(ha \\(ga
          Größe,            Gr\\[u00F6]\\[u00DF]e
          One. Two.,        |One.
          Two.|
          """)
  void keepsATextATextInRoff(String text, String roff) {
    assertThat(new Roff().text(text)).hasToString(roff + "\n");
  }

  @Test
  void keepsALineThatBreaksBeforeAPeriodAText() {
    assertThat(new Roff().text("x".repeat(70) + " .config is"))
        .hasToString("x".repeat(70) + "\n\\&.config is\n");
  }
}
