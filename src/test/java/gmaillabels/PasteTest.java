package gmaillabels;

import static gmaillabels.sandbox.Endpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in with a browser on another machine: the final address is pasted. */
class PasteTest {
  @AutoClose private final Machine machine = Machine.signedOut();
  private final SandboxGoogle google = machine.google;

  @Test
  void pastedAddressSignsIn() {
    machine.paste(page -> SandboxBrowser.redirectAfterAllow(page) + "\n");

    assertThat(machine.run("--no-browser").succeeded().out()).contains("INBOX\n");
    assertThat(machine.pages).isEmpty();
  }

  @Test
  void browserOnThisMachineStillWorks() {
    machine.paste(
        page -> {
          SandboxBrowser.allow(page);
          return "";
        });

    machine.run("--no-browser").succeeded();
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
              right.replaceAll("[?].*", ""),
              right.replaceFirst(":\\d+", ":1"),
              "",
              "  " + right + "  \r",
              "");
        });

    assertThat(
            machine
                .run("--no-browser")
                .succeeded()
                .err()
                .lines()
                .filter(line -> line.startsWith("That "))
                .map(line -> line.replaceAll("http://\\S+", "URL")))
        .containsExactly(
            "That is not the address of this sign-in. It begins with URL and is long.",
            "That address is not of this sign-in: its \"state\" is wrong or missing.",
            "That address is not of this sign-in: its \"state\" is wrong or missing.",
            "That is the address of another sign-in. The one of this sign-in begins with URL",
            "That is not the address of this sign-in. It begins with URL and is long.",
            "That is not the address of this sign-in. It begins with URL and is long.",
            "That address is not of this sign-in: its \"state\" is wrong or missing.",
            "That address has no code in it. Copy the whole address.",
            "That is the address of another sign-in. The one of this sign-in begins with URL");
    assertThat(google.requests(TOKEN)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "\"%s\"",
        "'%s'",
        "<%s>",
        "  %s \r",
        "\u001b[200~%s\u001b[201~",
        "\u001b[200~http://%s"
      })
  void whatATerminalOrAMailPutAroundTheAddressDoesNotMatter(String around) {
    machine.paste(
        page -> {
          String right = SandboxBrowser.redirectAfterAllow(page).toString();
          return around.formatted(right.replace("http://", "")) + "\n";
        });
    machine.browser = page -> {};
    machine.inIsTerminal = true;

    assertThat(machine.run("login").succeeded().err()).doesNotContain("That ");
  }

  @Test
  void pastedDenialIsExit4() {
    machine.paste(
        page -> {
          String right = SandboxBrowser.redirectAfterAllow(page).toString();
          return right.replaceAll("&?code=[^&]*", "&error=access_denied") + "\n";
        });

    assertThat(machine.run("--no-browser").failure(4))
        .contains("gmail-labels: the sign-in was denied (127.0.0.1)");
  }

  @Test
  void inputThatEndsDoesNotEndTheSignIn() {
    assertThat(machine.run("--no-browser", "--login-timeout=1").failure(4))
        .contains("The input has ended: nothing can be pasted. Still waiting.")
        .contains("nobody finished the sign-in within 1 s");
  }
}
