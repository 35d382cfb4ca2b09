package gmaillabels;

import static gmaillabels.sandbox.Endpoint.REVOKE;
import static gmaillabels.sandbox.Response.body;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * {@code status}: files, account, scope, and whether that is a sign-in; {@code logout}, which ends
 * it.
 */
class StatusTest {
  @AutoClose private final Machine machine = Machine.signedOut();
  private final SandboxGoogle google = machine.google;

  private static String status(String signedIn) {
    return """
    client file: WORK/credentials.json
    token file:  TOKENS/default.json
    account:     default
    address:     me@example.org
    scope:       readonly (https://www.googleapis.com/auth/gmail.readonly)
    signed in:   %s
    """
        .formatted(signedIn);
  }

  @Test
  void beforeTheSignIn() {
    Run run = machine.run("status");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.out())
        .isEqualTo(
            status("no")
                .replace(".json\naccount", ".json (missing)\naccount")
                .replace("address:     me@example.org\n", ""));
    assertThat(run.err())
        .isEqualTo(
            """
            gmail-labels: not signed in yet (TOKENS/default.json)
            Sign in at a terminal: gmail-labels login
            """);
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void afterTheSignInEvenWithoutAClientFile() throws IOException {
    machine.signIn();

    assertThat(machine.run("status").listing().replaceAll("\\d{4}(-\\d\\d){2} [\\d:]{8}", "TIME"))
        .isEqualTo(
            status(
                "yes; the access token is good until TIME %s and then renews by itself"
                    .formatted(ZoneId.systemDefault())));

    machine.passTwoHours();
    String renewing = status("yes; the access token renews by itself");
    assertThat(machine.run("status").listing()).isEqualTo(renewing);
    Files.delete(machine.credentials);
    assertThat(machine.run("status", "--credentials=credentials.json").listing())
        .isEqualTo(renewing.replace(".json\ntoken", ".json (missing)\ntoken"));
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void nameOfAFolderStaysOneLine() {
    String tokens = "--tokens=a\ngmail-labels: b\u001b[31m";
    String folder = "a\\u000agmail-labels: b\\u001b[31m";
    Run run = machine.run("status", tokens);

    assertThat(run.out()).contains("\ntoken file:  WORK/" + folder + "/default.json (missing)\n");
    assertThat(run.err())
        .isEqualTo(
            """
            gmail-labels: not signed in yet (WORK/%s/default.json)
            Sign in at a terminal: gmail-labels login '--tokens=%s'
            """,
            folder, folder);
    machine.run("login", tokens).succeeded();
    assertThat(machine.run("logout", tokens).succeeded().err())
        .isEqualTo(
            "Signed out: revoked the access at Google and deleted WORK/%s/default.json\n", folder);
  }

  @Test
  void fileThatIsMissingIsMarkedAndTheFirstThingToDoIsSaid() throws IOException {
    Files.delete(machine.credentials);

    Run run = machine.run("status");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .startsWith(
            "gmail-labels: no OAuth client file (HOME/.config/gmail-labels/credentials.json)\n");
    assertThat(run.out())
        .startsWith(
            """
            client file: HOME/.config/gmail-labels/credentials.json (missing)
            token file:  TOKENS/default.json (missing)
            """)
        .endsWith("signed in:   no\n");
    assertThat(machine.run("status", "--credentials=x").err())
        .startsWith("gmail-labels: there is no such OAuth client file (WORK/x)\n");
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
  void logoutRevokesAndDeletesWithoutAClientFileAndLeavesOtherAccountsAlone() throws IOException {
    machine.run("login", "--account=work").succeeded();
    machine.signIn();
    Files.delete(machine.credentials);
    Run run = logout().succeeded();

    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo("Signed out: revoked the access at Google and deleted TOKENS/default.json\n");
    assertThat(google.endpoints()).containsExactly(REVOKE);
    assertThat(google.requests(REVOKE).get(0).query()).isEmpty();
    google.writeCredentials(machine.credentials);
    machine.run("--no-input").failure(4);
    machine.run("--no-input", "--account=work").succeeded();
  }

  @Test
  void logoutOfARevokedGrantOrTwiceIsNoError() {
    machine.signIn();
    google.authorization.revokeGrants();
    assertThat(logout().succeeded().err())
        .isEqualTo("Signed out: deleted TOKENS/default.json; its tokens were no longer valid\n");
    google.clearRequests();

    assertThat(logout().succeeded().err()).isEqualTo("Not signed in (TOKENS/default.json)\n");
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void logoutSaysThatNothingWasRevokedUnlessGoogleSaysSo() {
    String start = "gmail-labels: signed out here, but the access was not revoked at Google: ";
    machine.signIn();
    google.respondNext(REVOKE, body(400, "text/plain", "No"), body(401, "text/plain", "No"));
    assertThat(logout().failure(6)).startsWith(start);
    machine.signIn();
    assertThat(logout().failure(1)).startsWith(start).doesNotContain("Gmail does not accept");

    machine.signIn();
    Machine.edit(machine.tokenFile(), tokens -> "damaged");
    assertThat(logout().failure(1)).startsWith(start + "the token file was damaged");

    machine.signIn();
    google.close();
    assertThat(logout().failure(6))
        .isEqualTo(
            start
                + """
                cannot connect, after 5 attempts (HOST) (TOKENS/default.json)
                The file is deleted. Remove the access yourself: https://myaccount.google.com/connections
                """);
  }
}
