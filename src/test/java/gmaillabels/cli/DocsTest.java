package gmaillabels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** What the documentation shares with the code is the same in both. */
class DocsTest {
  private static final Path README = Path.of("README.md");
  private static final Path SITE = Path.of("src/site/markdown");
  private static final Path MAN_PAGE = Path.of("src/main/man/gmail-labels.1");

  private static final String VARIABLE =
      "\"(GMAIL_LABELS_\\w+|\\w+_PROXY)\"|\\$\\{([A-Z_]+):-"
          + "|(?:variable|isSet|get|getOrDefault)\\(\"([A-Z_]+)\"";

  @Test
  void manPageHasEveryOptionWithItsValues() throws IOException {
    String page = manPage();
    for (List<OptionSpec> group : CommandLineModel.options().values()) {
      for (OptionSpec option : group) {
        // As in ".BR -f ", " --format=FORMAT".
        for (String name : option.names()) {
          assertThat(page).containsPattern("\n\\.BR (-.* )?" + name + "(?![\\w-])");
        }
        Optional.ofNullable(option.completionCandidates())
            .ifPresent(words -> words.forEach(w -> assertThat(page).containsPattern("\\b" + w)));
      }
    }
  }

  @Test
  void manPageHasEveryCommandExitCodeAndVariable() throws IOException {
    String page = manPage();
    for (Command command : Command.values()) {
      assertThat(page).contains(command == Command.LIST ? "" : ".TP\n.B " + command.word() + "\n");
    }
    for (ExitCode exit : ExitCode.values()) {
      assertThat(page).contains(".TP\n.B %d\n%s.\n".formatted(exit.code(), exit.meaning()));
    }
    assertThat(matches(VARIABLE, code()).map(DocsTest::group))
        .contains("GMAIL_LABELS_TOKENS", "BROWSER", "HTTPS_PROXY", "JAVA_HOME")
        // The launcher's own, and two of the JDK's.
        .filteredOn(name -> !name.matches("GMAIL_LABELS_ARCHIVE_FOR|J.*_OPTIONS"))
        .allSatisfy(name -> assertThat(page).containsPattern("\\b" + name + "\\b"));
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
    assertThat(matches("\n\\| (\\d+ \\| .*) \\|", Files.readString(README)).map(DocsTest::group))
        .startsWith(
            Stream.of(ExitCode.values())
                .map(exit -> exit.code() + " | " + exit.meaning())
                .toArray(String[]::new))
        .endsWith("130 | interrupted");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) throws IOException {
    String text = Files.readString(page);
    for (MatchResult link : matches("]\\((?!http)([^)#]*)#?([^)]*)\\)", text).toList()) {
      Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
      assertThat(target).exists();
      assertThat(link.group(2)).isIn(anchors(target));
    }
  }

  /** What a link to the page may end with: nothing, or a heading as GitHub writes it. */
  private static List<String> anchors(Path page) throws IOException {
    return matches("(?m)^(?:#+ (.*))?$", Files.readString(page))
        .map(heading -> Objects.requireNonNullElse(heading.group(1), "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .toList();
  }

  static Stream<Path> pages() throws IOException {
    return Stream.concat(Stream.of(README), Files.list(SITE));
  }

  @Test
  void quotedMessagesAreInTheCode() throws IOException {
    String code = code().replaceAll("\"\\s*\\+\\s*\"|\\\\\n\\s*", "").replace("\\\"", "\"");
    String page = Files.readString(SITE.resolve("troubleshooting.md"));
    assertThat(matches("\\*\\*`([^`]+)`\\*\\*", page).map(DocsTest::group))
        .hasSizeGreaterThanOrEqualTo(30)
        .flatMap(message -> List.of(message.split("…")))
        // Without the signs at either end, which may be in another literal.
        .extracting(part -> part.replaceAll("^[^A-Za-z]+|[^A-Za-z]+$", ""))
        .allSatisfy(words -> assertThat(code).contains(words));
  }

  private static String manPage() throws IOException {
    return Files.readString(MAN_PAGE).replaceAll("\\\\f[BIR]", "").replace("\\-", "-");
  }

  /** The launcher, and everything else that a run may print or read. */
  private static String code() throws IOException {
    StringBuilder code = new StringBuilder(Files.readString(Path.of("src/main/sh/launcher.sh")));
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        code.append(Files.readString(file));
      }
    }
    return code.toString();
  }

  private static Stream<MatchResult> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results();
  }

  /** The group that took part in the match. */
  private static String group(MatchResult match) {
    return IntStream.rangeClosed(1, match.groupCount())
        .mapToObj(match::group)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }
}
