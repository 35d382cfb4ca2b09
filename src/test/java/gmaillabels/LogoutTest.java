package gmaillabels;

import static gmaillabels.sandbox.Endpoint.REVOKE;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code logout}: the grant is revoked, and the file is gone after every one of these tests. */
class LogoutTest {
  @AutoClose private final Machine machine = Machine.signedIn();
  private final SandboxGoogle google = machine.google;

  @AfterEach
  void fileIsGone() {
    assertThat(machine.tokenFile()).doesNotExist();
  }

  @Test
  void revokesAndDeletes() {
    Run run = machine.run("logout").succeeded();

    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).isEqualTo("Signed out; deleted %s\n".formatted(machine.tokenFile()));
    assertThat(google.endpoints()).containsExactly(REVOKE);
    assertThat(google.requests(REVOKE).get(0).query()).isEmpty();
    machine.run("--no-input").failure(4);
  }

  @Test
  void ofARevokedGrantOrTwiceIsNoError() {
    google.revokeGrants();
    machine.run("logout").succeeded();
    google.clearRequests();

    assertThat(machine.run("logout").succeeded().err())
        .isEqualTo("Not signed in (%s)\n".formatted(machine.tokenFile()));
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void withoutNetworkIsExit6() {
    google.close();

    assertThat(machine.run("logout").failure(6))
        .isEqualTo(
            """
            gmail-labels: signed out here, but the access was not revoked at Google: cannot connect (127.0.0.1) (%s)
            The file is deleted. Remove the access yourself: https://myaccount.google.com/connections
            """
                .formatted(machine.tokenFile()));
  }

  @Test
  void withoutAClientFileRevokesAllTheSameAndLeavesOtherAccountsAlone() throws IOException {
    machine.run("login", "--account=work");
    google.clearRequests();
    Files.delete(machine.credentials);

    machine.run("logout").succeeded();

    assertThat(google.endpoints()).containsExactly(REVOKE);
    google.writeCredentials(machine.credentials);
    machine.run("--no-input", "--account=work").succeeded();
  }

  @Test
  void ofADamagedFileIsExit1() throws IOException {
    Files.writeString(machine.tokenFile(), "damaged");

    assertThat(machine.run("logout").failure(1))
        .contains(
            "signed out here, but the access was not revoked at Google: the token file was damaged");
  }
}
