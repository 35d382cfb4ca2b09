package gmaillabels;

import static gmaillabels.sandbox.Endpoint.GET;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.REVOKE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.ScriptedResponse.cut;
import static gmaillabels.sandbox.ScriptedResponse.error;
import static gmaillabels.sandbox.ScriptedResponse.json;
import static gmaillabels.sandbox.ScriptedResponse.oauthError;
import static gmaillabels.sandbox.ScriptedResponse.status;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.Endpoint;
import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.ScriptedResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every token, code, verifier and client secret that there is, looked for in all that the program
 * prints and in every file, after everything that can happen to a run. {@link JarIT} looks at what
 * only a process has.
 */
class SecretsTest {
  /** So many characters of a secret are in no other text by chance. */
  private static final int PIECE = 12;

  @AutoClose private final Machine machine = Machine.signedOut();
  private final SandboxGoogle google = machine.google;
  private final List<Run> runs = new ArrayList<>();

  /** What happens after a sign-in, and how a last run with these arguments ends. */
  private record Scenario(
      String name, int exitCode, ThrowingConsumer<SecretsTest> events, String... arguments) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Scenario> scenarios() {
    String[] counts = {"--counts", "--format=json"};
    ScriptedResponse redirect = status(302).header("Location", "http://127.0.0.1:1/login");
    return Stream.of(
            Stream.of(
                new Scenario("list", 0, test -> {}),
                new Scenario("counts", 0, test -> {}, counts),
                new Scenario("refresh", 0, test -> test.twoHoursLater()),
                new Scenario("revoked", 4, test -> test.twoHoursLater().google.revokeGrants()),
                new Scenario("no network", 6, test -> test.twoHoursLater().google.close()),
                new Scenario("status", 0, test -> {}, "status"),
                new Scenario("logout", 0, test -> {}, "logout"),
                lasting("401", 4, LIST, status(401)),
                lasting("overload", 6, LIST, status(503)),
                lasting("cut", 6, LIST, cut()),
                lasting("redirect", 6, LIST, redirect),
                lasting("counts refused", 5, GET, error(403, "forbidden", "Forbidden"), counts),
                lasting("logout refused", 6, REVOKE, status(503), "logout"),
                lasting("code", 4, TOKEN, oauthError(400, "invalid_grant", "Malformed"), "login"),
                new Scenario(
                    "denied", 4, test -> test.machine.browser = SandboxBrowser::deny, "login"),
                new Scenario(
                    "wrong client secret",
                    3,
                    test ->
                        test.google.registerClient(
                            test.google.clientId(), "GOCSPX-new-one-000000000002"),
                    "login"),
                pasted("address", right -> "nonsense\n" + right + "\n"),
                pasted("wrong address", r -> r.replaceAll("state=[^&]*", "state=x") + "\n" + r)),
            Stream.of("x%s", "{\"tokens\": %s", "{\"client_id\": \"a\", \"tokens\": {}} %s", "[%s]")
                .map(damage -> damaged(4, test -> test.machine.tokenFile(), damage)),
            Stream.of("x%s", "{%s", "{\"installed\": \"%s\"}")
                .map(damage -> damaged(3, test -> test.machine.credentials, damage)),
            tokenResponses())
        .flatMap(all -> all);
  }

  private static Scenario lasting(
      String name, int exitCode, Endpoint endpoint, ScriptedResponse response, String... args) {
    return new Scenario(
        name, exitCode, test -> test.google.respondAlways(endpoint, response), args);
  }

  private static Scenario pasted(String name, UnaryOperator<String> text) {
    Function<URI, String> paste = p -> text.apply(SandboxBrowser.redirectAfterAllow(p).toString());
    return new Scenario(
        name + " pasted", 0, test -> test.machine.paste(paste), "login", "--no-browser");
  }

  private static Scenario damaged(int exitCode, Function<SecretsTest, Path> file, String damage) {
    return new Scenario(
        "exit " + exitCode + " for " + damage,
        exitCode,
        test -> {
          Path path = file.apply(test);
          Files.writeString(path, damage.replace("%s", Files.readString(path)));
          test.run("status");
        });
  }

  private static Stream<Scenario> tokenResponses() {
    String all = "ACCESS REFRESH SECRET";
    String unticked =
        "{\"access_token\": \"ACCESS\", \"refresh_token\": \"REFRESH\", \"expires_in\": 3600,"
            + " \"scope\": \"openid\"}";
    String ended = "{\"error\": \"invalid_grant\", \"error_description\": \"" + all + "\"}";
    Stream<Scenario> senseless =
        Stream.of(
                "{\"access_token\": \"ACCESS\", \"refresh_token\": \"REFRESH\"",
                "{\"access_token\": \"ACCESS\", \"expires_in\": \"REFRESH\"}",
                "{\"access_token\": [\"ACCESS\"], \"expires_in\": {\"REFRESH\": 1}}",
                "{\"access_token\": {\"ACCESS\": \"REFRESH\"}, \"expires_in\": 3600}",
                "{\"token\": \"" + all + "\"}",
                "\"" + all + "\"",
                all,
                "<html>" + all + "</html>")
            .flatMap(body -> Stream.of(code(6, body), refresh(200, 6, body)));
    return Stream.concat(
        senseless,
        Stream.of(
            code(4, unticked),
            refresh(400, 4, ended),
            refresh(401, 3, all),
            refresh(403, 6, all),
            refresh(500, 6, all)));
  }

  private static Scenario code(int exitCode, String body) {
    return new Scenario(
        "code for " + body, exitCode, test -> test.respondFilled(200, body), "login");
  }

  private static Scenario refresh(int status, int exitCode, String body) {
    return new Scenario(
        "refresh for " + status + " " + body,
        exitCode,
        test -> test.twoHoursLater().respondFilled(status, body));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void secretsStayWhereTheyBelong(Scenario scenario) throws Throwable {
    run("login");

    scenario.events().accept(this);
    run(scenario.arguments());

    assertThat(runs.get(runs.size() - 1).exitCode()).isEqualTo(scenario.exitCode());
    for (Run run : runs) {
      assertThat(secretsIn(run.out() + run.err())).isEmpty();
    }
    assertFilesKeepThem();
  }

  /** Checks the search itself: a blind one would find nothing anywhere. */
  @Test
  void searchFindsWholeCutAndEncodedSecrets() {
    run("login");
    String secret = google.requests(TOKEN).get(0).parameters().get("code");

    assertThat(secretsIn("code=" + secret)).containsExactly(secret);
    assertThat(secretsIn(secret.substring(20))).containsExactly(secret);
    assertThat(secretsIn(secret.substring(0, 20))).containsExactly(secret);
    assertThat(secretsIn(secret.replace("/", "%2F"))).containsExactly(secret);
    assertThat(google.secrets()).hasSize(5);
  }

  private SecretsTest twoHoursLater() {
    machine.passTwoHours();
    return this;
  }

  /** Runs what is given, or else a listing without input. */
  private void run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--verbose"));
    all.addAll(arguments.length == 0 ? List.of("--no-input") : Arrays.asList(arguments));
    runs.add(machine.run(all.toArray(String[]::new)));
  }

  /** Makes the token endpoint respond with live secrets in this text. */
  private void respondFilled(int status, String text) {
    google.respondAlways(
        TOKEN,
        json(
            status,
            text.replace("ACCESS", aSecret("ya29."))
                .replace("REFRESH", aSecret("1//"))
                .replace("SECRET", google.clientSecret())));
  }

  private String aSecret(String start) {
    return google.secrets().stream().filter(s -> s.startsWith(start)).findAny().orElseThrow();
  }

  private void assertFilesKeepThem() throws IOException {
    try (Stream<Path> files = Files.walk(machine.home.getParent())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(secretsIn(Files.readString(file)))
            .as(file.toString())
            .allMatch(
                secret ->
                    file.equals(machine.tokenFile()) && isToken(secret)
                        || file.equals(machine.credentials) && secret.startsWith("GOCSPX-"));
      }
    }
  }

  /** The secrets of which the text holds a piece; the rest may be cut off or encoded. */
  private Set<String> secretsIn(String text) {
    return google.secrets().stream()
        .filter(
            secret ->
                IntStream.rangeClosed(0, secret.length() - PIECE)
                    .anyMatch(start -> text.contains(secret.substring(start, start + PIECE))))
        .collect(Collectors.toSet());
  }

  private static boolean isToken(String secret) {
    return secret.startsWith("ya29.") || secret.startsWith("1//");
  }
}
