package gmaillabels;

import static gmaillabels.sandbox.Endpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signing in where this machine's browser is not the person's: a paste, or a fixed port. */
@Timeout(60)
class NoBrowserTest {
  @TempDir Path folder;
  private SandboxGoogle google;
  private Machine machine;

  @BeforeEach
  void start() throws IOException {
    google = SandboxGoogle.start();
    machine = new Machine(google, folder);
  }

  @AfterEach
  void stop() {
    google.close();
  }

  @Test
  void pastedAddressSignsIn() {
    machine.paste(page -> SandboxBrowser.redirectAfterAllow(page) + "\n");

    Run run = machine.run("--no-browser");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("INBOX\n");
    assertThat(machine.pages).isEmpty();
  }

  @Test
  void browserOnThisMachineStillWorks() {
    machine.paste(
        page -> {
          SandboxBrowser.allow(page);
          return "";
        });

    assertThat(machine.run("--no-browser").exitCode()).isZero();
  }

  @Test
  void onlyTheAddressOfThisSignInIsBelieved() {
    machine.paste(
        page -> {
          String right = SandboxBrowser.redirectAfterAllow(page).toString();
          return String.join(
              "\n",
              "hello",
              right.replaceAll("state=[^&]*", "state=forged"),
              right.replaceAll("state=[^&]*&?", ""),
              right.replaceFirst("/[\\w-]{22}", "/forged"),
              right.replace("127.0.0.1", "127.0.0.2"),
              right.replace("http:", "https:"),
              right.replaceAll("[?].*", "?error=access_denied&state=forged"),
              "",
              "  " + right + "  \r",
              "");
        });

    Run run = machine.run("--no-browser");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err().split("That is not the address of this sign-in", -1)).hasSize(8);
    assertThat(google.requests(TOKEN)).hasSize(1);
  }

  @Test
  void endlessNonsenseIsNotReadForEver() {
    machine.paste(page -> "nonsense\n".repeat(1000));

    Run run = machine.run("--no-browser", "--login-timeout=1");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err().split("That is not the address of this sign-in", -1)).hasSize(21);
  }

  @Test
  void pastedDenialIsExit4() {
    machine.paste(
        page ->
            SandboxBrowser.redirectAfterAllow(page)
                    .toString()
                    .replaceAll("&?code=[^&]*", "&error=access_denied")
                + "\n");

    Run run = machine.run("--no-browser");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("gmail-labels: the sign-in was denied (127.0.0.1)");
  }

  @Test
  void inputThatEndsDoesNotEndTheSignIn() {
    Run run = machine.run("--no-browser", "--login-timeout=1");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("nobody finished the sign-in within 1 s");
  }

  @Test
  void portIsTheOneThatWasAskedFor() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    assertThat(machine.run("--port=" + port).exitCode()).isZero();
    assertThat(machine.pages.get(0).toString()).contains("redirect_uri=http://127.0.0.1:" + port);
  }

  @Test
  void portInUseIsExit2() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      Run run = machine.run("--port=" + taken.getLocalPort());

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.outBytes()).isEmpty();
      assertThat(run.err())
          .isEqualTo(
              """
              gmail-labels: port %d cannot be used: another program has it, or you may not (127.0.0.1)
              Choose another --port, or leave it out to let the program choose.
              """
                  .formatted(taken.getLocalPort()));
      assertThat(machine.pages).isEmpty();
    }
  }

  @Test
  void portThatIsNoneIsExit2() {
    assertThat(machine.run("--port=65536").exitCode()).isEqualTo(2);
    assertThat(machine.run("--port=http").exitCode()).isEqualTo(2);
    assertThat(google.requests()).isEmpty();
  }
}
