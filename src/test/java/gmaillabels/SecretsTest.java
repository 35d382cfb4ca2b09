package gmaillabels;

import static gmaillabels.sandbox.Endpoint.GET;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.REVOKE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.Response.cut;
import static gmaillabels.sandbox.Response.error;
import static gmaillabels.sandbox.Response.json;
import static gmaillabels.sandbox.Response.oauthError;
import static gmaillabels.sandbox.Response.status;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every token, code, verifier and client secret that there is, looked for in the verbose output,
 * where {@link Machine} does it, and in every file. {@link JarIT} looks at what only a process has.
 */
class SecretsTest {
  @AutoClose private final Machine machine = Machine.signedOut();
  private final SandboxGoogle google = machine.google;

  @BeforeEach
  void signIn() throws IOException {
    assertExit(0, "login");
    // The search is not blind.
    String tokens = Files.readString(machine.tokenFile());
    assertThat(google.authorization.secretsIn(tokens.substring(tokens.indexOf("1//") + 20)))
        .hasSize(1);
    assertThat(google.authorization.secretsIn(tokens)).hasSize(2);
  }

  private void assertExit(int exitCode, String arguments) {
    assertThat(machine.run(("--verbose " + arguments).split(" ")).exitCode()).isEqualTo(exitCode);
  }

  @AfterEach
  void filesKeepThem() throws IOException {
    try (Stream<Path> files = Files.walk(machine.home.getParent())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(google.authorization.secretsIn(Files.readString(file)))
            .as(file.toString())
            .allMatch(
                secret ->
                    file.equals(machine.tokenFile()) && secret.matches("(ya29|1/).*")
                        || file.equals(machine.credentials) && secret.startsWith("GOCSPX-"));
      }
    }
  }

  private static Arguments run(int exitCode, String arguments, Consumer<Machine> event) {
    return Arguments.of(exitCode, arguments, event);
  }

  static Stream<Arguments> events() {
    String counts = "--counts --format=json --no-input";
    String paste = "login --no-browser";
    return Stream.of(
        run(0, "--no-input", m -> {}),
        run(0, counts, m -> {}),
        run(0, "status", m -> {}),
        run(0, "logout", m -> {}),
        run(0, "--no-input", Machine::passTwoHours),
        run(4, "--no-input", m -> m.google.authorization.revokeGrants()),
        run(6, "--no-input", m -> m.google.close()),
        run(4, "--no-input", m -> m.google.respondAlways(LIST, status(401))),
        run(6, "--no-input", m -> m.google.respondAlways(LIST, status(503))),
        run(6, "--no-input", m -> m.google.respondAlways(LIST, cut())),
        run(6, "--no-input", m -> m.google.respondAlways(LIST, status(302))),
        run(5, counts, m -> m.google.respondAlways(GET, error(403, "forbidden", "Forbidden"))),
        run(6, "logout", m -> m.google.respondAlways(REVOKE, status(503))),
        run(4, "login", m -> m.google.respondAlways(TOKEN, oauthError(400, "invalid_grant", "No"))),
        run(4, "login", m -> m.browser = SandboxBrowser::deny),
        run(3, "login", m -> m.google.authorization.registerClient(m.google.clientId(), "new one")),
        run(0, paste, pasted(right -> "nonsense\n" + right + "\n")),
        run(0, paste, pasted(r -> r.replaceAll("state=[^&]*", "state=x") + "\n" + r)));
  }

  private static Consumer<Machine> pasted(Function<String, String> text) {
    Function<URI, String> right = page -> SandboxBrowser.redirectAfterAllow(page).toString();
    return machine -> machine.paste(right.andThen(text));
  }

  @ParameterizedTest
  @MethodSource
  void events(int exitCode, String arguments, Consumer<Machine> event) {
    event.accept(machine);
    assertExit(exitCode, arguments);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          4, x%s
          4, {"tokens": %s
          4, `{"client_id": "a", "tokens": {}} %s`
          4, [%s]
          3, x%s
          3, {%s
          3, {"installed": "%s"}
          """)
  void damagedFiles(int exitCode, String damage) {
    Path file = exitCode == 3 ? machine.credentials : machine.tokenFile();
    Machine.edit(file, content -> damage.replace("%s", content));
    machine.run("--verbose", "status");
    assertExit(exitCode, "--no-input");
  }

  /** In place of new tokens, with live secrets in it, for a code and for a refresh token. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          200 | 6 | 6 | {"access_token": "ACCESS", "refresh_token": "REFRESH"
          200 | 6 | 6 | {"access_token": "ACCESS", "expires_in": "REFRESH"}
          200 | 6 | 6 | {"access_token": ["ACCESS"], "expires_in": {"REFRESH": 1}}
          200 | 6 | 6 | {"access_token": {"ACCESS": "REFRESH"}, "expires_in": 3600}
          200 | 6 | 6 | {"token": "ACCESS REFRESH SECRET"}
          200 | 6 | 6 | "ACCESS REFRESH SECRET"
          200 | 6 | 6 | ACCESS REFRESH SECRET
          200 | 6 | 6 | <html>ACCESS REFRESH SECRET</html>
          200 | 4 | 0 | {"access_token": "ACCESS", "refresh_token": "REFRESH", "scope": "openid"}
          400 | 4 | 4 | {"error": "invalid_grant", "error_description": "ACCESS REFRESH SECRET"}
          401 | 3 | 3 | ACCESS REFRESH SECRET
          403 | 6 | 6 | ACCESS REFRESH SECRET
          500 | 6 | 6 | ACCESS REFRESH SECRET
          """)
  void responsesWithSecrets(int status, int exitOfLogin, int exitOfRefresh, String text)
      throws IOException {
    google.respondAlways(
        TOKEN,
        json(
            status,
            text.replace("ACCESS", google.authorization.accessToken())
                .replace("REFRESH", Machine.token(machine.tokenFile(), "1//"))
                .replace("SECRET", google.clientSecret())));

    assertExit(exitOfLogin, "login");
    machine.passTwoHours();
    assertExit(exitOfRefresh, "--no-input");
  }
}
