package gmaillabels.auth;

import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxBrowser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code BROWSER}, read as a shell reads words. */
class CommandBrowserTest {
  private static final String PAGE = "https://accounts.google.com/auth?a=b&c='$(id)'%20;*";

  @TempDir Path folder;

  @BeforeEach
  void install() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("my browser"));
    SandboxBrowser.executable(
        bin.resolve("show"), "printf '%s\\n' \"$@\" > \"${0%/*}/arguments\"; exec sleep 0.1");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'DIR/my browser/show'                 | PAGE
          "DIR/my browser/show"                 | PAGE
          DIR/my\\ browser/show                 | PAGE
          "DIR/my browser/show" %s              | PAGE
          "DIR/my browser/show" '%s' -n         | PAGE,-n
          "DIR/my browser/show" "%s"            | PAGE
          "DIR/my browser/show" --url=%s        | --url=PAGE
          "DIR/my browser/show" "--url=%s"      | --url=PAGE
          "DIR/my browser/show" '--url=%s' x    | --url=PAGE,x
          "DIR/my browser/show" "${EMPTY}%s"    | PAGE
          "DIR/my browser/show" "to %s now"     | to PAGE now
          "DIR/my browser/show" %s '%s' "%s"    | PAGE,PAGE,PAGE
          "DIR/my browser/show" \\'%s           | 'PAGE
          sh -c 'DIR/my\\ browser/show %s'      | PAGE
          sh -c 'DIR/my\\ browser/show "-u=%s"' | -u=PAGE
          sh -c "'DIR/my browser/show' %s"      | PAGE
          sh -c "DIR/my\\ browser/show '%s'"    | PAGE
          sh -c "\\"DIR/my browser/show\\" \\"%s\\"" | PAGE
          sh -c 'sh -c "DIR/my\\ browser/show %s"'   | PAGE
          sh -c '"$0" -n "$1"' "DIR/my browser/show" | -n,PAGE
          "DIR/my browser/show" 'a  b'          | a  b,PAGE
          false:"DIR/my browser/show"           | PAGE
          /no/such/program::'DIR/my browser/show' | PAGE
          """)
  void variableIsReadAsAShellReadsWords(String browser, String arguments) throws IOException {
    Map<String, String> variables = Map.of("BROWSER", browser.replace("DIR", folder.toString()));

    assertThat(new CommandBrowser(variables, "Linux").open(URI.create(PAGE))).isTrue();

    assertThat(Files.readAllLines(folder.resolve("my browser/arguments")))
        .containsExactly(arguments.replace("PAGE", PAGE).split(","));
  }
}
