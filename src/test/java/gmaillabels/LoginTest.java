package gmaillabels;

import static gmaillabels.SandboxedUser.LABELS;
import static gmaillabels.sandbox.Endpoint.AUTHORIZE;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.PROFILE;
import static gmaillabels.sandbox.Endpoint.REVOKE;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static gmaillabels.sandbox.Response.body;
import static gmaillabels.sandbox.Response.cut;
import static gmaillabels.sandbox.Response.hang;
import static gmaillabels.sandbox.Response.json;
import static gmaillabels.sandbox.Response.oauthError;
import static gmaillabels.sandbox.Response.status;
import static gmaillabels.sandbox.ScriptedResponse.cutAfter;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.ScriptedResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in through the browser, on this machine or on another one. */
class LoginTest {
  @AutoClose private final Machine machine = Machine.signedOut();
  private final SandboxGoogle google = machine.google;

  private Map<String, String> authorization(int index) {
    return google.requests(AUTHORIZE).get(index).parameters();
  }

  private void assertNothingIsStored() {
    assertThat(machine.tokenFile()).doesNotExist();
  }

  @Test
  void firstRunAsksForExactlyWhatItNeedsThenLists() {
    Run run = machine.run().succeeded();

    assertThat(run.out()).isEqualTo(LABELS);
    assertThat(run.err())
        .contains(machine.pages.get(0).toString().replace(google.host(), "HOST"))
        .endsWith("\nSigned in as me@example.org\n");
    assertThat(google.endpoints()).containsSubsequence(AUTHORIZE, TOKEN, PROFILE, LIST);
    assertThat(authorization(0))
        .containsEntry("scope", "https://www.googleapis.com/auth/gmail.readonly")
        .containsEntry("response_type", "code")
        .containsEntry("access_type", "offline")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("include_granted_scopes", "false")
        .doesNotContainKey("login_hint");
    assertThat(authorization(0).get("state")).matches("[\\w-]{22}");
    assertThat(authorization(0).get("redirect_uri"))
        .matches("http://127\\.0\\.0\\.1:\\d+/[\\w-]{22}");
    assertThat(google.requests(TOKEN).get(0).parameters().get("code_verifier"))
        .matches("[\\w-]{43}");
  }

  @Test
  void loginSignsInAgainWithSecretsOfItsOwnAndListsNothing() {
    for (int i = 0; i < 2; i++) {
      assertThat(machine.run("login").succeeded().err()).endsWith("Signed in as me@example.org\n");
    }

    for (String secret : List.of("state", "code_challenge")) {
      assertThat(authorization(0)).doesNotContainEntry(secret, authorization(1).get(secret));
    }
    assertThat(URI.create(authorization(0).get("redirect_uri")).getPath())
        .isNotEqualTo(URI.create(authorization(1).get("redirect_uri")).getPath());
    assertThat(google.requests(LIST)).isEmpty();
    assertThat(machine.run("--no-input").listing()).isEqualTo(LABELS);
  }

  @Test
  void signInForAnotherScopeOrClientReplacesTheStoredOneWithAWarning() {
    machine.signIn();

    assertThat(machine.run("--scope=labels").succeeded().err())
        .startsWith(
            "gmail-labels: warning: the stored sign-in is for the scope readonly, not for labels (TOKENS/default.json); a new sign-in replaces it\n");
    assertThat(authorization(0))
        .containsEntry("scope", "https://www.googleapis.com/auth/gmail.labels");

    google.authorization.registerClient("other", "secret");
    google.writeCredentials(machine.credentials, "other", "secret");
    assertThat(machine.run().succeeded().err())
        .startsWith(
            "gmail-labels: warning: the stored sign-in belongs to another OAuth client than WORK/credentials.json (TOKENS/default.json); a new sign-in replaces it\n");
  }

  @Test
  void revokedSignInStartsANewOne() {
    machine.signIn();
    google.authorization.revokeGrants();
    machine.browser =
        page -> {
          machine.passTwoHours();
          SandboxBrowser.allow(page);
        };

    assertThat(machine.run().out()).isEqualTo(LABELS);
    google.authorization.revokeGrants();
    machine.passTwoHours();
    assertThat(machine.run().out()).isEqualTo(LABELS);
    assertThat(machine.pages).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void deniedIsExit4(boolean isPasted) {
    machine.browser = SandboxBrowser::deny;
    paste(right -> right.replaceAll("&?code=[^&]*", "&error=access_denied") + "\n");

    assertThat((isPasted ? machine.run("--no-browser") : machine.run()).failure(4))
        .endsWith(
            """
            gmail-labels: the sign-in was denied (HOST)
            Nothing was stored. To allow it, run: gmail-labels login%s
            While the consent screen is in "Testing", only its test users can allow it: https://console.cloud.google.com/auth/audience
            """
                .formatted(isPasted ? " --no-browser" : ""));
    assertNothingIsStored();
  }

  @Test
  void untickedBoxIsRevokedAndExit4() {
    google.authorization.grantOnly("openid");
    machine.browser =
        page ->
            SandboxBrowser.allow(
                URI.create(page.toString().replace("gmail.readonly", "gmail.readonly%20openid")));

    assertThat(machine.run().failure(4))
        .endsWith(
            """
            gmail-labels: access to labels was not granted (https://www.googleapis.com/auth/gmail.readonly)
            Nothing was stored, and the access was revoked at Google, which also ends other sign-ins to that account with this OAuth client.
            Tick its box on Google's page and press Continue: gmail-labels login
            """);
    assertNothingIsStored();
    assertThat(google.endpoints()).endsWith(TOKEN, REVOKE);
  }

  @ParameterizedTest
  @CsvSource({
    "false, 4/0A-b_c, 4/0A-b_c",
    "false, 4%2F0Ab+c%2Bd%25, 4/0Ab+c+d%",
    "false, %F0%9F%8E%89, \uD83C\uDF89",
    "true, 4/0Ab=c, 4/0Ab=c",
    "true, 4/0Ab%3Dc%26d, 4/0Ab=c&d"
  })
  void codeReachesTheTokenEndpointWhole(boolean isPasted, String written, String code) {
    UnaryOperator<String> change = right -> right.replaceFirst("code=[^&]*", "code=" + written);
    if (isPasted) {
      paste(change);
    } else {
      machine.browser = page -> SandboxBrowser.open(URI.create(change.apply(redirect(page))));
    }

    (isPasted ? machine.run("--no-browser") : machine.run()).failure(4);
    assertThat(google.requests(TOKEN).get(0).parameters()).containsEntry("code", code);
  }

  static Stream<ScriptedResponse> brokenExchanges() {
    return Stream.of(cut(), cutAfter(0), cutAfter(20), hang(), status(503), status(429));
  }

  @ParameterizedTest
  @MethodSource("brokenExchanges")
  void codeIsSentOnce(ScriptedResponse response) {
    google.respondNext(TOKEN, response);
    machine.timeouts(1000, 1000, 1000, 60_000);

    assertThat(machine.run().failure(6))
        .containsPattern("gmail-labels: the sign-in could not be finished: [^,]* \\(HOST\\)\n")
        .endsWith("only once, so sign in again: gmail-labels login\n");
    assertThat(google.requests(TOKEN)).hasSize(1);
    assertThat(machine.waits).isEmpty();
    assertNothingIsStored();
  }

  @Test
  void exchangeThatWasNeverSentMayBeRepeated() {
    Machine.edit(machine.credentials, client -> client.replaceAll(":\\d+/token", ":1/token"));

    machine.run().failure(6);
    assertThat(machine.waits).hasSize(4);
  }

  @Test
  void signInAsSomebodyElseIsRevokedAndExit4() {
    assertThat(machine.run("--account=ann@example.org").failure(4))
        .endsWith(
            """
            gmail-labels: signed in as me@example.org, but the account is ann@example.org
            Nothing was stored, and the access was revoked at Google, which also ends other sign-ins to that account with this OAuth client.
            Choose the right account in the browser: gmail-labels login --account=ann@example.org
            """);
    assertThat(machine.tokenFile("ann@example.org")).doesNotExist();
    assertThat(google.endpoints()).endsWith(TOKEN, PROFILE, REVOKE);

    google.respondAlways(REVOKE, status(503));
    assertThat(machine.run("--account=ann@example.org").failure(4))
        .contains(
            "Nothing was stored, but the access was not revoked at Google. Remove it at"
                + " https://myaccount.google.com/connections\n");
  }

  @ParameterizedTest
  @CsvSource({
    "Me@Example.org, me@example.ORG, 0",
    "me@googlemail.com, m.e+labels@gmail.com, 0",
    "M.E+x@gmail.com, me@gmail.com, 0",
    "m.e@example.org, me@example.org, 4",
    "me+x@example.org, me@example.org, 4",
    "me@gmail.com, me@gmail.com.example.org, 4",
    "me@gmail.com, you+me@gmail.com, 4"
  })
  void addressesAreTheSameByGmailsRules(String account, String address, int exitCode) {
    google.respondAlways(PROFILE, json(200, "{\"emailAddress\": \"%s\"}".formatted(address)));

    assertThat(machine.run("--account=" + account).exitCode()).isEqualTo(exitCode);

    assertThat(machine.tokenFile(account.toLowerCase(Locale.ROOT)).toFile().exists())
        .isEqualTo(exitCode == 0);
  }

  @Test
  void accountThatIsAnAddressIsAskedForAgainOrNotAtAll() {
    google.respondNext(PROFILE, status(503), status(503));
    machine.run("--account=me@example.org").succeeded();
    assertThat(machine.waits).hasSize(2);

    google.clearRequests();
    machine.run("login", "--account=ann@example.org", "--scope=labels").succeeded();
    assertThat(google.requests(PROFILE)).isEmpty();
  }

  static Stream<ScriptedResponse> profiles() {
    return Stream.of(
        status(401),
        status(403),
        status(503),
        status(302),
        json(200, "{}"),
        json(200, "null"),
        json(200, "[]"),
        body(200, "text/html", "<html>"),
        cutAfter(5));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void signInStandsWithoutAnAddressUnlessTheAccountIsOne(ScriptedResponse profile) {
    google.respondAlways(PROFILE, profile);

    assertThat(machine.run().succeeded().out()).isEqualTo(LABELS);
    assertThat(google.requests(PROFILE)).hasSize(1);
    assertThat(machine.waits).isEmpty();
    assertThat(machine.run("status").listing()).doesNotContain("address:");

    Run run = machine.run("--account=me@example.org");
    assertThat(run.exitCode()).isBetween(4, 6);
    assertThat(run.err())
        .contains("gmail-labels: Gmail did not confirm the address of the account: ")
        .contains(
            "\nNothing was stored, and the access was revoked at Google, which also ends other sign-ins"
                + " to that account with this OAuth client.\n")
        .doesNotEndWith("\n\n");
    assertThat(machine.tokenFile("me@example.org")).doesNotExist();
    assertThat(google.requests(REVOKE)).hasSize(1);
  }

  @Test
  void anyStoredScopeServesAListing() {
    for (String scope : List.of("labels", "metadata", "readonly")) {
      machine.run("login", "--scope=" + scope).succeeded();
      google.clearRequests();

      assertThat(machine.run().listing()).isEqualTo(LABELS);
      assertThat(google.endpoints()).containsExactly(LIST);
      assertThat(machine.run("status").listing()).contains("scope:       " + scope + " (");
    }
    machine.run("login", "--scope=labels").succeeded();
    assertThat(google.requests(PROFILE)).isEmpty();
    machine.run("login").succeeded();
    assertThat(machine.run("status").listing()).contains("scope:       labels (");
  }

  @Test
  void eachAccountHasItsOwnFileAndTheyAreListedInOrder() throws IOException {
    assertThat(machine.run("accounts").listing()).isEmpty();
    machine.run("login", "--account=work").succeeded();
    byte[] before = Files.readAllBytes(machine.tokenFile("work"));
    for (String account : List.of("me@example.org", "Home")) {
      machine.run("login", "--account=" + account).succeeded();
    }
    assertThat(authorization(1)).containsEntry("login_hint", "me@example.org");
    assertThat(machine.tokenFile("work")).hasBinaryContent(before);

    Files.createDirectory(machine.tokenFile("folder"));
    for (String other : List.of("._default", "a b", "a\u001b[31m", "Me@Example.org")) {
      Files.createFile(machine.tokenFile(other));
    }
    Files.delete(machine.credentials);
    google.clearRequests();
    assertThat(machine.run("accounts").listing()).isEqualTo("Home\nme@example.org\nwork\n");
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void codeThatGoogleDoesNotAcceptIsExit4() {
    google.respondNext(TOKEN, oauthError(400, "invalid_grant", "Malformed auth code."));

    assertThat(machine.run().failure(4))
        .contains("the sign-in was not accepted: invalid_grant: Malformed auth code. (HOST)");
    assertNothingIsStored();
  }

  @Test
  void portIsTheOneThatWasAskedForAndExit2WhileItIsInUse() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      port = taken.getLocalPort();
      assertThat(machine.run("--port=" + port).failure(2))
          .isEqualTo(
              """
              gmail-labels: port %d cannot be used: it is in use, or you do not have permission (127.0.0.1)
              Choose another --port, or leave it out to let the program choose.
              """
                  .formatted(port));
      assertThat(machine.pages).isEmpty();
    }

    machine.run("--port=" + port).succeeded();
    assertThat(authorization(0).get("redirect_uri")).startsWith("http://127.0.0.1:" + port + "/");
  }

  /** The browser is on another machine, and this, made from its final address, is pasted. */
  private void paste(UnaryOperator<String> text) {
    machine.paste(page -> text.apply(redirect(page)));
  }

  private static String redirect(URI page) {
    return SandboxBrowser.redirectAfterAllow(page).toString();
  }

  /** The right address, with one change, is refused; the right one after it is taken. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          .+            | hello                                    | is not the address of this sign-in. It begins with URL and is long.
          127.0.0.1     | 127.0.0.2                                | is not the address of this sign-in. It begins with URL and is long.
          http:         | https:                                   | is not the address of this sign-in. It begins with URL and is long.
          .+            | http://HOST/o/oauth2/v2/auth?client_id=a | is the address of Google's page. Allow access there, and copy the address of the page after it, which begins with URL
          .+            | https://HOST/signin                      | is the address of Google's page. Allow access there, and copy the address of the page after it, which begins with URL
          /[\\w-]{22}   | /forged                                  | is the address of another sign-in. The one of this sign-in begins with URL
          :\\d+         | :1                                       | is the address of another sign-in. The one of this sign-in begins with URL
          state=[^&]*   | state=forged                             | address is not from this sign-in: its "state" is wrong or missing.
          state=[^&]*&? | ``                                       | address is not from this sign-in: its "state" is wrong or missing.
          [?].*         | ?error=access_denied&state=forged        | address is not from this sign-in: its "state" is wrong or missing.
          [?].*         | ``                                       | address has no code in it. Copy the whole address.
          $             | &error=access_denied                     | address was changed. Copy the whole address.
          $             | &code=forged                             | address was changed. Copy the whole address.
          code=         | code=%zz                                 | address was cut off. Copy the whole address.
          """)
  void onlyTheAddressOfThisSignInIsBelieved(String part, String replacement, String message) {
    String change = replacement.replace("HOST", google.host());
    paste(right -> "\n" + right.replaceFirst(part, change) + "\n  " + right + "  \r\n");

    Run run = machine.run("--no-browser").succeeded();
    assertThat(run.err().lines().filter(line -> line.startsWith("That ")))
        .extracting(line -> line.replaceAll("http://\\S+", "URL"))
        .containsExactly("That " + message);
    assertThat(run.out()).isEqualTo(LABELS);
    assertThat(machine.pages).isEmpty();
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
    paste(right -> around.formatted(right.replace("http://", "")) + "\n");
    machine.browser = page -> {};
    machine.inIsTerminal = true;

    assertThat(machine.run("login").succeeded().err()).doesNotContain("That ");
  }

  @Test
  void inputThatEndsDoesNotEndTheSignIn() {
    assertThat(machine.run("--no-browser", "--login-timeout=1").failure(4))
        .contains(
            "Standard input has ended, so nothing can be pasted. Still waiting for the browser.")
        .contains("the sign-in was not finished within 1 s");

    machine.paste(
        page -> {
          SandboxBrowser.allow(page);
          return "";
        });
    machine.run("--no-browser").succeeded();
  }
}
