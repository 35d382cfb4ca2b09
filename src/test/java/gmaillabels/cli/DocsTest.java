package gmaillabels.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.error.ExitCode;
import gmaillabels.error.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shares with the code is the same in both. */
class DocsTest {
  private static final Path README = Path.of("README.md");
  private static final Path SITE = Path.of("src/site/markdown");
  private static final Path MAN_PAGE = Path.of("src/main/man/gmail-labels.1");

  private static final Options OPTIONS =
      new Options(
          new Environment(Map.of(), "/", "/", "Linux", List.of("gmail-labels"), "test"),
          new IoStreams(System.in, System.out, System.err, descriptor -> false));

  @Test
  void manPageHasEveryOptionWithItsValues() throws IOException {
    String page = manPage();
    for (OptionGroup group : OPTIONS.groups()) {
      for (Option<?> option : group.options) {
        assertThat(option.names)
            .allSatisfy(n -> assertThat(page).containsPattern("\n\\.BR (-.* )?" + n + "\\b"));
        assertThat(option.words)
            .allSatisfy(word -> assertThat(page).containsPattern("\\b" + word + "\\b"));
      }
    }
  }

  @Test
  void manPageHasEveryCommandExitCodeErrorAndVariable() throws IOException {
    String page = manPage();
    assertThat(CommandLineModel.forShowing(OPTIONS).getSubcommands().keySet())
        .allSatisfy(word -> assertThat(page).contains(".TP\n.B " + word + "\n"));
    assertThat(OptionGroup.words(Shell.class))
        .allSatisfy(word -> assertThat(page).contains(" " + word));
    for (ExitCode exit : ExitCode.values()) {
      assertThat(page).contains(".TP\n.B %d\n%s.\n".formatted(exit.code(), exit.meaning()));
    }
    assertThat(Problem.values())
        .extracting(Problem::name)
        .allSatisfy(code -> assertThat(page).containsPattern("\n" + code + "\\b"));
    assertThat(find("(GMAIL_LABELS_[A-Z_]+|[A-Z_]+_(?:PROXY|HOME))", program()))
        .contains("GMAIL_LABELS_TOKENS", "HTTPS_PROXY", "JAVA_HOME")
        .allSatisfy(name -> assertThat(page).containsPattern("\\b" + name + "\\b"));
  }

  @Test
  void manPageAndReadmeHaveTheVersionOfTheProgram() throws IOException {
    String version =
        find("<version>([^<]+)</version>", Files.readString(Path.of("pom.xml"))).get(0);

    assertThat(manPage()).contains("\"gmail-labels " + version + "\"\n");
    assertThat(find("gmail-labels[-_](\\d[\\d.]*\\d)", Files.readString(README)))
        .isNotEmpty()
        .containsOnly(version);
  }

  @Test
  void manPageIsFormattedWithoutWarnings() throws Exception {
    String groff = "! command -v groff > /dev/null || exec groff -man -ww -z -T utf8 " + MAN_PAGE;
    Process process = new ProcessBuilder("sh", "-c", groff).redirectErrorStream(true).start();

    assertThat(process.inputReader().lines()).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void readmeHasTheMeaningOfEveryExitCode() throws IOException {
    String rows =
        Stream.of(ExitCode.values())
            .map(exit -> "| %d | %s |\n".formatted(exit.code(), exit.meaning()))
            .collect(joining());
    assertThat(Files.readString(README)).contains(rows + "\n");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) throws IOException {
    for (String link : find("]\\((?!http)([^)]*)\\)", Files.readString(page))) {
      String[] parts = link.split("#");
      Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
      assertThat(target).exists();
      assertThat(parts.length == 1 || anchors(target).anyMatch(parts[1]::equals)).as(link).isTrue();
    }
  }

  /** The headings of a page as GitHub writes them in links. */
  private static Stream<String> anchors(Path page) throws IOException {
    return find("(?m)^#+ (.*)$", Files.readString(page)).stream()
        .map(title -> title.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-'));
  }

  static Stream<Path> pages() throws IOException {
    return Stream.concat(Stream.of(README), Files.list(SITE));
  }

  @Test
  void quotedMessagesAreTheProgramsOwn() throws IOException {
    String program = program();
    String page = Files.readString(SITE.resolve("troubleshooting.md"));
    assertThat(find("\\*\\*`([^`]+)`\\*\\*", page))
        .hasSizeGreaterThanOrEqualTo(30)
        .flatMap(message -> List.of(message.split("…")))
        // Without the signs at either end, which may be in another literal.
        .extracting(part -> part.replaceAll("^[^A-Za-z]+|[^A-Za-z]+$", ""))
        .allSatisfy(words -> assertThat(program).contains(words));
  }

  private static String manPage() throws IOException {
    return Files.readString(MAN_PAGE).replaceAll("\\\\f[BIR]", "").replace("\\-", "-");
  }

  /** The start script, and the classes with all their texts. */
  private static String program() throws IOException {
    StringBuilder program =
        new StringBuilder(Files.readString(Path.of("src/main/sh/gmail-labels")));
    try (Stream<Path> files = Files.walk(Path.of("target/classes/gmaillabels"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        program.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    }
    return program.toString();
  }

  /** What the group of the pattern holds, wherever it matches. */
  private static List<String> find(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }
}
