package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The README's tables of options and exit codes are those of {@code --help}. */
@Timeout(60)
class ReadmeIT {
  /** An option or an exit code with its description, which may go on in lines further right. */
  private static final Pattern ENTRY =
      Pattern.compile("(?m)^ {2,6}(-\\S+(?: --\\S+)?|\\d+)\\s+(\\S.*(?:\n {10,}\\S.*)*)");

  private String help;
  private String readme;

  @BeforeEach
  void read() throws Exception {
    try (JarProcess jar = JarProcess.create()) {
      help = jar.run("--help").listing();
    }
    readme = Files.readString(Path.of("README.md"));
  }

  @Test
  void tablesOfOptionsAreTheHelp() {
    List<String> rows = rows(help.substring(0, help.indexOf("\nCommands:")), "| `%s` | %s |");

    assertThat(rows).hasSizeGreaterThanOrEqualTo(20);
    assertThat(section("Options").lines().filter(line -> line.startsWith("| `")))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void tableOfExitCodesIsTheHelp() {
    List<String> rows = rows(help.substring(help.indexOf("\nExit codes:")), "| %s | %s |");

    assertThat(rows).hasSize(8);
    assertThat(section("Streams and exit codes").lines().filter(line -> line.matches("\\| \\d.*")))
        .containsExactlyElementsOf(rows);
  }

  private static List<String> rows(String help, String row) {
    List<String> rows = new ArrayList<>();
    Matcher entry = ENTRY.matcher(help);
    while (entry.find()) {
      rows.add(row.formatted(entry.group(1), entry.group(2).replaceAll("\n\\s+", " ")));
    }
    return rows;
  }

  private String section(String title) {
    int start = readme.indexOf("\n## " + title + "\n");
    assertThat(start).as(title).isNotNegative();
    int end = readme.indexOf("\n## ", start + 1);
    return readme.substring(start, end < 0 ? readme.length() : end);
  }
}
