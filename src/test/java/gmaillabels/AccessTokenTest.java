package gmaillabels;

import static gmaillabels.sandbox.Endpoint.BATCH;
import static gmaillabels.sandbox.Endpoint.GET;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.ScriptedResponse.status;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GMAIL_LABELS_ACCESS_TOKEN}, beside files that would each end a run that read them. */
class AccessTokenTest {
  private static final String REFUSED =
      """
      gmail-labels: Gmail does not accept the access token in GMAIL_LABELS_ACCESS_TOKEN (127.0.0.1)
      It has expired, or is wrong: set a new one, or unset the variable to use a sign-in.
      """;

  @AutoClose private final Machine machine = Machine.signedIn();
  private final SandboxGoogle google = machine.google;
  private String token;

  @BeforeEach
  void setVariable() throws IOException {
    Matcher stored = Pattern.compile("ya29[^\"]+").matcher(Files.readString(machine.tokenFile()));
    assertThat(stored.find()).isTrue();
    token = stored.group();
    machine.variables.put("GMAIL_LABELS_ACCESS_TOKEN", token);
    google.labels(SandboxLabel.named("b", "a"));
    Files.delete(machine.credentials);
    Files.writeString(machine.tokenFile(), "damaged");
  }

  @AfterEach
  void filesAreAsTheyWere() {
    assertThat(machine.tokenFile()).hasContent("damaged");
    assertThat(machine.pages).isEmpty();
  }

  @Test
  void isAllThatAListingNeeds() {
    assertThat(machine.run().listing()).isEqualTo("b\na\n");
    assertThat(google.endpoints()).containsExactly(LIST);

    google.clearRequests();
    assertThat(machine.run("--fields=name,messagesTotal", "--sort=name").listing())
        .isEqualTo("a\t1\nb\t1\n");
    assertThat(google.endpoints()).containsExactly(LIST, BATCH, GET, GET);
  }

  @Test
  void isNeverShown() {
    google.respondNext(LIST, status(503));

    assertThat(machine.run("--verbose").succeeded().err()).isNotEmpty().doesNotContain(token);
  }

  @Test
  void thatIsRefusedIsExit4() {
    google.expireAccessTokens();

    assertThat(machine.run().failure(4)).isEqualTo(REFUSED);
    assertThat(google.endpoints()).containsExactly(LIST);
  }

  @Test
  void thatIsRefusedInABatchIsExit4() {
    google.respondAlways(GET, status(401));

    assertThat(machine.run("--counts").failure(4)).isEqualTo(REFUSED);
    assertThat(google.requests(BATCH)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ya29.a\nb", "ya29 hush", "ya29.hush\u00e9", " "})
  void thatIsNoHeaderValueIsExit2(String value) {
    machine.variables.put("GMAIL_LABELS_ACCESS_TOKEN", value);

    assertThat(machine.run().failure(2))
        .startsWith("gmail-labels: GMAIL_LABELS_ACCESS_TOKEN is not an access token\n")
        .doesNotContain("hush");
    assertThat(google.requests()).isEmpty();
  }
}
