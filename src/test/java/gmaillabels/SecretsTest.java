package gmaillabels;

import static gmaillabels.sandbox.Endpoint.GET;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.REVOKE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.Answer;
import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every token, code, verifier and client secret that there is, looked for in all that the program
 * says and in every file, after everything that can happen to a run. {@link JarIT} looks at what
 * only a process has.
 */
@Timeout(60)
class SecretsTest {
  /** No text holds so much of a secret by chance, and so much of one helps nobody to guess it. */
  private static final int PIECE = 12;

  @TempDir Path folder;
  private SandboxGoogle google;
  private Machine machine;
  private final List<Run> runs = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    google = SandboxGoogle.start();
    machine = new Machine(google, folder);
  }

  @AfterEach
  void stop() {
    google.close();
  }

  /** What happens to a person who is signed in. */
  private record Scenario(String name, int exitCode, Events events) {
    interface Events {
      void happen(SecretsTest test) throws IOException;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Scenario> scenarios() {
    Stream<Scenario> network =
        Stream.of(
            new Scenario("list", 0, SecretsTest::list),
            new Scenario("counts", 0, test -> test.run("--counts", "--format=json")),
            new Scenario(
                "refresh",
                0,
                test -> {
                  test.machine.pass(Duration.ofHours(2));
                  test.list();
                }),
            new Scenario(
                "401",
                4,
                test -> {
                  test.google.answerAlways(LIST, Answer.status(401));
                  test.list();
                }),
            new Scenario(
                "overload",
                6,
                test -> {
                  test.google.answerAlways(LIST, Answer.status(503));
                  test.list();
                }),
            new Scenario(
                "cut",
                6,
                test -> {
                  test.google.answerAlways(LIST, Answer.cut());
                  test.list();
                }),
            new Scenario(
                "redirect",
                6,
                test -> {
                  test.google.answerAlways(
                      LIST, Answer.status(302).header("Location", "http://127.0.0.1:1/login"));
                  test.list();
                }),
            new Scenario(
                "counts refused",
                5,
                test -> {
                  test.google.answerAlways(GET, Answer.error(403, "forbidden", "Forbidden"));
                  test.run("--counts", "--format=json");
                }),
            new Scenario(
                "revoked",
                4,
                test -> {
                  test.google.revokeGrants();
                  test.machine.pass(Duration.ofHours(2));
                  test.list();
                }),
            new Scenario(
                "no network",
                6,
                test -> {
                  test.google.close();
                  test.machine.pass(Duration.ofHours(2));
                  test.list();
                }),
            new Scenario("status", 0, test -> test.run("status")),
            new Scenario("logout", 0, test -> test.run("logout")),
            new Scenario(
                "logout refused",
                6,
                test -> {
                  test.google.answerAlways(REVOKE, Answer.status(503));
                  test.run("logout");
                }));
    Stream<Scenario> signIns =
        Stream.of(
            new Scenario(
                "sign-in denied",
                4,
                test -> {
                  test.machine.person = SandboxBrowser::deny;
                  test.run("login");
                }),
            new Scenario(
                "code refused",
                4,
                test -> {
                  test.google.answerNext(
                      TOKEN, Answer.oauthError(400, "invalid_grant", "Malformed auth code."));
                  test.run("login");
                }),
            new Scenario(
                "box unticked",
                4,
                test -> {
                  test.google.answerNext(
                      TOKEN,
                      Answer.body(
                          200,
                          "application/json",
                          test.fill(
                              "{\"access_token\": \"ACCESS\", \"refresh_token\": \"REFRESH\","
                                  + " \"expires_in\": 3600, \"scope\": \"openid\"}")));
                  test.run("login");
                }),
            new Scenario(
                "address pasted",
                0,
                test -> {
                  test.machine.paste(
                      page -> "nonsense\n" + SandboxBrowser.redirectAfterAllow(page) + "\n");
                  test.run("login", "--no-browser");
                }),
            new Scenario(
                "wrong address pasted",
                0,
                test -> {
                  test.machine.paste(
                      page -> {
                        String right = SandboxBrowser.redirectAfterAllow(page).toString();
                        return right.replaceAll("state=[^&]*", "state=forged") + "\n" + right;
                      });
                  test.run("login", "--no-browser");
                }),
            new Scenario(
                "wrong client secret",
                3,
                test -> {
                  test.google.registerClient(test.google.clientId(), "GOCSPX-new-one-000000000002");
                  test.run("login");
                }));
    Stream<Scenario> files =
        Stream.of("x%s", "{\"tokens\": %s", "{\"client_id\": \"a\", \"tokens\": {}} %s", "[%s]")
            .map(
                damage ->
                    new Scenario(
                        "damaged file: " + damage,
                        4,
                        test -> {
                          Path file = test.machine.tokenFile();
                          Files.writeString(file, damage.formatted(Files.readString(file)));
                          test.run("status");
                          test.list();
                        }));
    Stream<Scenario> clientFiles =
        Stream.of("x%s", "{%s", "{\"installed\": \"%s\"}")
            .map(
                damage ->
                    new Scenario(
                        "damaged client file: " + damage,
                        3,
                        test -> {
                          Path file = test.machine.work.resolve("credentials.json");
                          Files.writeString(file, damage.replace("%s", Files.readString(file)));
                          test.list();
                        }));
    Stream<Scenario> answers =
        Stream.of(
                "{\"access_token\": \"ACCESS\", \"refresh_token\": \"REFRESH\"",
                "{\"access_token\": \"ACCESS\", \"expires_in\": \"REFRESH\"}",
                "{\"access_token\": [\"ACCESS\"], \"expires_in\": {\"REFRESH\": 1}}",
                "{\"access_token\": {\"ACCESS\": \"REFRESH\"}, \"expires_in\": 3600}",
                "{\"token\": \"ACCESS REFRESH SECRET\"}",
                "\"ACCESS REFRESH SECRET\"",
                "ACCESS REFRESH SECRET",
                "<html>ACCESS REFRESH SECRET</html>")
            .flatMap(
                body ->
                    Stream.of("login", "refresh")
                        .map(
                            when ->
                                new Scenario(
                                    "%s answered with %s".formatted(when, body),
                                    6,
                                    test -> {
                                      test.google.answerAlways(
                                          TOKEN,
                                          Answer.body(200, "application/json", test.fill(body)));
                                      test.machine.pass(Duration.ofHours(2));
                                      test.run(when.equals("login") ? "login" : "--no-input");
                                    })));
    Stream<Scenario> refusals =
        Stream.of(400, 401, 403, 500)
            .map(
                status ->
                    new Scenario(
                        "refresh refused with " + status,
                        switch (status) {
                          case 400 -> 4;
                          case 401 -> 3;
                          default -> 6;
                        },
                        test -> {
                          test.google.answerAlways(
                              TOKEN,
                              Answer.body(
                                  status,
                                  "application/json",
                                  test.fill(
                                      status == 400
                                          ? "{\"error\": \"invalid_grant\", \"error_description\":"
                                              + " \"ACCESS REFRESH SECRET\"}"
                                          : "ACCESS REFRESH SECRET")));
                          test.machine.pass(Duration.ofHours(2));
                          test.list();
                        }));
    return Stream.of(network, signIns, files, clientFiles, answers, refusals).flatMap(all -> all);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void secretsStayWhereTheyBelong(Scenario scenario) throws IOException {
    run("login");

    scenario.events().happen(this);

    assertThat(runs.get(runs.size() - 1).exitCode()).isEqualTo(scenario.exitCode());
    for (Run run : runs) {
      assertThat(secretsIn(run.out())).isEmpty();
      assertThat(secretsIn(run.err())).isEmpty();
    }
    assertFilesKeepThem();
  }

  /** Or the search could be blind. */
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

  private void list() {
    run("--no-input");
  }

  private void run(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--verbose";
    runs.add(machine.run(all));
  }

  /** A server's text with live secrets in it. */
  private String fill(String text) {
    return text.replace("ACCESS", aSecret("ya29."))
        .replace("REFRESH", aSecret("1//"))
        .replace("SECRET", google.clientSecret());
  }

  private String aSecret(String start) {
    return google.secrets().stream().filter(s -> s.startsWith(start)).findAny().orElseThrow();
  }

  private void assertFilesKeepThem() throws IOException {
    Path tokens = machine.tokenFile().getParent();
    Set<Path> mayHoldTokens = Set.of(machine.tokenFile(), tokens.resolve("default.json.damaged"));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(secretsIn(Files.readString(file)))
            .as(file.toString())
            .allMatch(
                secret ->
                    mayHoldTokens.contains(file) && isToken(secret)
                        || file.equals(machine.work.resolve("credentials.json"))
                            && isClientSecret(secret));
      }
    }
  }

  /** The secrets of which the text holds a piece, be the rest cut off or encoded in some way. */
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

  private static boolean isClientSecret(String secret) {
    return secret.startsWith("GOCSPX-");
  }
}
