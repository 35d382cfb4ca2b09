package gmaillabels;

import static gmaillabels.sandbox.Endpoint.REVOKE;
import static gmaillabels.sandbox.ScriptedResponse.body;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code status}: files, account, scope, and whether that is a sign-in; {@code logout}, which ends
 * it.
 */
class StatusTest {
  @AutoClose private final Machine machine = Machine.signedOut();
  private final SandboxGoogle google = machine.google;

  private String status(String signedIn) {
    return """
    client file: %s
    token file:  %s
    account:     default
    %sscope:       readonly (https://www.googleapis.com/auth/gmail.readonly)
    signed in:   %s
    """
        .formatted(
            machine.credentials,
            machine.tokenFile(),
            signedIn.equals("no") ? "" : "address:     me@example.org\n",
            signedIn);
  }

  @Test
  void beforeTheSignIn() {
    Run run = machine.run("status");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.out())
        .isEqualTo(status("no").replace(".json\naccount", ".json (missing)\naccount"));
    assertThat(run.err())
        .isEqualTo(
            "gmail-labels: not signed in yet (%s)\nSign in at a terminal: gmail-labels login\n"
                .formatted(machine.tokenFile()));
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void afterTheSignIn() {
    machine.signIn();

    assertThat(
            machine
                .run("status")
                .listing()
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME"))
        .isEqualTo(
            status(
                "yes; the access token is good until TIME %s and then renews by itself"
                    .formatted(ZoneId.systemDefault())));

    machine.passTwoHours();
    assertThat(machine.run("status").listing())
        .isEqualTo(status("yes; the access token renews by itself"));
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void forAnotherScopeOrClientIsExit4() {
    machine.signIn();

    assertThat(machine.run("status", "--scope=labels").exitCode()).isEqualTo(4);
    google.registerClient("other", "secret");
    google.writeCredentials(machine.credentials, "other", "secret");
    assertThat(machine.run("status").exitCode()).isEqualTo(4);
  }

  @Test
  void leavesADamagedFileWhereItIs() throws IOException {
    machine.signIn();
    Files.writeString(machine.tokenFile(), "damaged");

    Run run = machine.run("status");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .startsWith("gmail-labels: the token file is damaged (%s)".formatted(machine.tokenFile()));
    assertThat(machine.tokenFile()).hasContent("damaged");
  }

  @Test
  void nameOfAFolderStaysOneLine() {
    String tokens = "a\ngmail-labels: b\u001b[31m";
    String file = machine.work + "/a\\u000agmail-labels: b\\u001b[31m/default.json";
    List<String> seen = new ArrayList<>();
    for (String command : List.of("status", "login", "logout", "logout")) {
      Run run = machine.run(command, "--tokens=" + tokens);
      (run.out() + run.err())
          .lines()
          .filter(line -> line.contains("gmail-labels: b"))
          .forEach(seen::add);
    }

    assertThat(seen)
        .containsExactly(
            "token file:  " + file + " (missing)",
            "gmail-labels: not signed in yet (" + file + ")",
            "Sign in at a terminal: gmail-labels login '--tokens="
                + tokens.replace("\n", "\\u000a").replace("\u001b", "\\u001b")
                + "'",
            "Signed out: revoked the access at Google and deleted " + file,
            "Not signed in (" + file + ")");
  }

  @Test
  void withoutAClientFileStillShowsWhereEverythingIs() throws IOException {
    machine.signIn();
    machine.passTwoHours();
    Files.delete(machine.credentials);

    assertThat(machine.run("status", "--credentials=credentials.json").listing())
        .isEqualTo(
            status("yes; the access token renews by itself")
                .replace(".json\ntoken", ".json (missing)\ntoken"));
  }

  @Test
  void fileThatIsMissingIsMarkedAndTheFirstThingToDoIsSaid() throws IOException {
    Files.delete(machine.credentials);
    String missing = "gmail-labels: no OAuth client file (%s)\n";
    String configured = machine.home + "/.config/gmail-labels/credentials.json";

    Run run = machine.run("status");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).startsWith(missing.formatted(configured));
    assertThat(run.out())
        .startsWith(
            """
            client file: %s (missing)
            token file:  %s (missing)
            """
                .formatted(configured, machine.tokenFile()))
        .endsWith("signed in:   no\n");
    assertThat(machine.run("status", "--credentials=x").err())
        .startsWith("gmail-labels: there is no such OAuth client file (" + machine.work + "/x)\n");
  }

  @Test
  void accessTokenOfTheEnvironmentIsAllThatAListingNeeds() throws IOException {
    Files.delete(machine.credentials);
    machine.variables.put("GMAIL_LABELS_ACCESS_TOKEN", "ya29.hush");

    assertThat(machine.run("status").listing())
        .startsWith("access token: GMAIL_LABELS_ACCESS_TOKEN is set; a listing uses it instead")
        .endsWith("signed in:   no\n")
        .doesNotContain("hush");
  }

  /** Signs out, after which the file is gone in any case. */
  private Run logout() {
    Run run = machine.run("logout");
    assertThat(machine.tokenFile()).doesNotExist();
    return run;
  }

  @Test
  void logoutRevokesAndDeletes() {
    machine.signIn();
    Run run = logout().succeeded();

    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "Signed out: revoked the access at Google and deleted %s\n"
                .formatted(machine.tokenFile()));
    assertThat(google.endpoints()).containsExactly(REVOKE);
    assertThat(google.requests(REVOKE).get(0).query()).isEmpty();
    machine.run("--no-input").failure(4);
  }

  @Test
  void logoutOfARevokedGrantOrTwiceIsNoError() {
    machine.signIn();
    google.revokeGrants();
    logout().succeeded();
    google.clearRequests();

    assertThat(logout().succeeded().err())
        .isEqualTo("Not signed in (%s)\n".formatted(machine.tokenFile()));
    assertThat(google.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"400, 6", "401, 1"})
  void logoutSaysThatNothingWasRevokedUnlessGoogleSaysSo(int status, int exitCode) {
    machine.signIn();
    google.respondAlways(REVOKE, body(status, "text/plain", "No"));

    assertThat(logout().failure(exitCode))
        .startsWith("gmail-labels: signed out here, but the access was not revoked at Google: ")
        .doesNotContain("Gmail does not accept");
  }

  @Test
  void logoutWithoutNetworkIsExit6() {
    machine.signIn();
    google.close();

    assertThat(logout().failure(6))
        .isEqualTo(
            """
            gmail-labels: signed out here, but the access was not revoked at Google: cannot connect, after 5 attempts (%s) (%s)
            The file is deleted. Remove the access yourself: https://myaccount.google.com/connections
            """
                .formatted(google.host(), machine.tokenFile()));
  }

  @Test
  void logoutWithoutAClientFileRevokesAllTheSameAndLeavesOtherAccountsAlone() throws IOException {
    machine.signIn();
    machine.run("login", "--account=work");
    google.clearRequests();
    Files.delete(machine.credentials);

    logout().succeeded();

    assertThat(google.endpoints()).containsExactly(REVOKE);
    google.writeCredentials(machine.credentials);
    machine.run("--no-input", "--account=work").succeeded();
  }

  @Test
  void logoutOfADamagedFileIsExit1() throws IOException {
    machine.signIn();
    Files.writeString(machine.tokenFile(), "damaged");

    assertThat(logout().failure(1))
        .contains(
            "signed out here, but the access was not revoked at Google: the token file was damaged");
  }

  @Test
  void clientFileThatCannotBeLookedAtIsNotCalledMissing() throws IOException {
    machine.signIn();
    Path file = machine.home.resolve(".config/gmail-labels/credentials.json");
    Files.createSymbolicLink(file, file);

    Run run = machine.run("status");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).startsWith("client file: " + file + "\n");
    assertThat(run.err())
        .startsWith("gmail-labels: the OAuth client file cannot be read: ")
        .endsWith(
            " (%s)\nCorrect that, or name another file with --credentials=FILE.\n".formatted(file));
  }
}
