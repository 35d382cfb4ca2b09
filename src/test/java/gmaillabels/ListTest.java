package gmaillabels;

import static gmaillabels.sandbox.Endpoint.BATCH;
import static gmaillabels.sandbox.Endpoint.GET;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Response.error;
import static gmaillabels.sandbox.Response.json;
import static gmaillabels.sandbox.Response.status;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.Request;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which labels come out, and in which order. */
class ListTest {
  @AutoClose private final Machine machine = Machine.signedIn();
  private final SandboxGoogle google = machine.google;

  @Test
  void namesInGmailsOrderByteForByte() {
    google.labels(
        List.of(
            SandboxLabel.system("INBOX"),
            SandboxLabel.user("Label_2", "업무/영수증"),
            SandboxLabel.user("Label_3", "🎉 Party"),
            SandboxLabel.user("Label_4", "Cafe\u0301"),
            SandboxLabel.user("Label_1", "Café"),
            SandboxLabel.user("Label_5", " two  spaces ")));

    assertThat(machine.run().listing())
        .isEqualTo("INBOX\n업무/영수증\n🎉 Party\nCafe\u0301\nCafé\n two  spaces \n");
  }

  @Test
  void whatGmailAddsIsNoError() {
    google.respondNext(
        LIST,
        json(
            200,
            """
            {"labels": [{"id": "A", "name": "one"},
              {"id": "C", "name": "two", "type": "new", "news": [1]}], "news": {}}"""));

    assertThat(machine.run().succeeded().out()).isEqualTo("one\ntwo\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\": \"B\"}", "{\"id\": \"B\", \"name\": \"\"}", "{}", "null"})
  void listWithALabelThatHasNoNameIsExit6(String label) {
    google.respondNext(
        LIST, json(200, "{\"labels\": [{\"id\": \"A\", \"name\": \"one\"}, %s]}".formatted(label)));

    assertThat(machine.run().failure(6))
        .startsWith(
            "gmail-labels: the response is not Google's: a label without a name or an id (HOST)\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\": \"one\"}", "{\"id\": null, \"name\": \"one\"}"})
  void listWithALabelThatHasNoIdIsExit6IfThatWasAskedFor(String label) {
    google.respondAlways(LIST, json(200, "{\"labels\": [%s]}".formatted(label)));

    machine.run("--fields=id").failure(6);
    machine.run("--counts").failure(6);
    machine.run().succeeded();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --no-input      | labels(name)
          --name=INBOX    | labels(name)
          --id=INBOX      | labels(id,name)
          --type=user     | labels(name,type)
          --format=json   | labels(id,name,type,messageListVisibility,labelListVisibility,color)
          --unread        | labels(id,name)
          """)
  void asksForNoMoreThanItShows(String option, String fields) {
    machine.run(option).succeeded();

    Request request = google.requests(LIST).get(0);
    assertThat(request.parameters()).containsEntry("fields", fields);
    assertThat(request.header("accept-encoding")).contains("gzip");
    assertThat(request.header("user-agent")).startsWith("gmail-labels/");
  }

  @Test
  void sortByNameIsTheOrderOfBytes() {
    String[] names = {"b", "B", "a/b", "a b", "é", "z", "\uFF5A", "🎉", "e\u0301", "가", "aa", "a"};
    google.labels(SandboxLabel.named(names));
    byte[][] bytes =
        Stream.of(names).map(n -> n.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    Arrays.sort(bytes, Arrays::compareUnsigned);

    assertThat(machine.run("--sort=name").listing().lines())
        .containsExactlyElementsOf(
            Stream.of(bytes).map(b -> new String(b, StandardCharsets.UTF_8)).toList());
  }

  @Test
  void matchKnowsTheLettersOfAllLanguages() {
    google.labels(SandboxLabel.named("ÉCOLE", "école", "Straße", "업무", "work"));

    assertThat(machine.run("--match=école").listing()).isEqualTo("ÉCOLE\nécole\n");
    assertThat(machine.run("--match=^\\w\\w$").listing()).isEqualTo("업무\n");
  }

  @Test
  void eitherUnicodeFormIsFoundAndTheOneOfGmailPrinted() {
    String decomposed = Normalizer.normalize("Café", Normalizer.Form.NFD);
    String korean = Normalizer.normalize("업무", Normalizer.Form.NFD);
    google.labels(SandboxLabel.named("Café", decomposed, "업무", korean));

    for (String typed : List.of("^café$", "^" + decomposed + "$")) {
      assertThat(machine.run("--match=" + typed).listing()).isEqualTo("Café\n" + decomposed + "\n");
    }
    assertThat(machine.run("--match=^" + korean + "$").listing()).isEqualTo("업무\n" + korean + "\n");

    google.labels(SandboxLabel.named("Café"));
    assertThat(machine.run("--name=" + decomposed).listing()).isEqualTo("Café\n");
  }

  @Test
  void matchThatExhaustsTheStackIsExit2() {
    google.labels(SandboxLabel.named("a".repeat(100_000)));

    for (String regex : List.of("(a|b)*c", "(.|x)+$")) {
      assertThat(machine.run("--match=" + regex).failure(2))
          .isEqualTo(
              """
              gmail-labels: --match is too complex for Java to search with: '%s'
              Write it with fewer groups, as in [ab]* in place of (a|b)*.
              """
                  .formatted(regex));
    }
    assertThat(machine.run("--match=" + "(".repeat(100_000)).failure(2))
        .startsWith("gmail-labels: --match is too complex for Java to search with: '((((")
        .hasSizeLessThan(250);
  }

  /** {@code --name} and {@code --id}. */
  @Nested
  class Chosen {
    @BeforeEach
    void fillMailbox() {
      google.labels(
          List.of(
              SandboxLabel.system("INBOX").withCounts(1, 1, 1, 1),
              SandboxLabel.user("Label_1", "Work").withCounts(1, 0, 1, 0),
              SandboxLabel.user("Label_2", "Work/Urgent"),
              SandboxLabel.user("Label_3", "Café")));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        nullValues = "none",
        textBlock =
            """
            -n Work                                  | Work
            --name=Work --fields=id                  | Label_1
            --name=Work --name=Work/Urgent -n Work   | Work Work/Urgent
            --id=Label_2                             | Work/Urgent
            --id=Label_2 --name=INBOX --match=caf    | INBOX Work/Urgent Café
            --name=Café                              | Café
            --name=Work --type=system                | none
            --name=Work --name=INBOX --unread        | INBOX
            """)
    void labelsThatAnyOptionPicksAreListed(String options, String names) {
      Run run = machine.run(options.split(" ")).succeeded();

      assertThat(run.out().lines())
          .containsExactly(names == null ? new String[0] : names.split(" "));
      assertThat(run.err()).isEqualTo(names == null ? "No labels found.\n" : "");
    }

    @Test
    void labelsThatAreMissingAreExit7AfterThoseThatWereFound() {
      Run run =
          machine.run(
              "--name=Wrok",
              "--name=Work",
              "-n",
              "work",
              "-n",
              "urgent",
              "--id=label_2",
              "--id=x\ny");

      assertThat(run.exitCode()).isEqualTo(7);
      assertThat(run.out()).isEqualTo("Work\n");
      assertThat(run.err())
          .isEqualTo(
              """
              gmail-labels: no label is called 'Wrok'
              gmail-labels: no label is called 'work'; did you mean 'Work'?
              gmail-labels: no label is called 'urgent'; did you mean 'Work/Urgent'?
              gmail-labels: no label has the id 'label_2'; did you mean 'Label_2'?
              gmail-labels: no label has the id 'x\\u000ay'
              """);
      assertThat(machine.run("--name=x", "--format=json").out()).isEqualTo("[]\n");
    }
  }

  /** Errors where JSON is asked for. */
  @Nested
  class JsonErrors {
    @Test
    void areOneLineOfJsonThatIsTheLast() {
      google.respondAlways(LIST, error(403, "forbidden", "line\nfeed \u001b"));

      Run run = machine.run("--format=json", "--verbose");

      assertThat(run.exitCode()).isEqualTo(5);
      assertThat(run.err())
          .endsWith(
              "\n{\"error\":{\"code\":\"REQUEST_REFUSED\",\"exitCode\":5,\"message\":\"refused with status 403: line\\nfeed \\u001b (HOST)\",\"hint\":\"\"}}\n");
    }

    @Test
    void haveTheHintAndAllThatIsMissing() {
      Run missing = machine.run("--format=json", "--name=a", "--id=b");
      assertThat(missing.err())
          .isEqualTo(
              "{\"error\":{\"code\":\"LABEL_NOT_FOUND\",\"exitCode\":7,\"message\":\"no label is"
                  + " called 'a'; no label has the id 'b'\",\"hint\":\"\"}}\n");

      assertThat(machine.run("--format=json", "--no-input", "--account=other").failure(4))
          .isEqualTo(
              "{\"error\":{\"code\":\"NOT_SIGNED_IN\",\"exitCode\":4,\"message\":\"not signed in yet (TOKENS/other.json)\",\"hint\":\"Sign in at a terminal: gmail-labels login --account=other\"}}\n");
    }

    @Test
    void areTextOnATerminalAndBeforeTheCommandLineIsUnderstood() {
      assertThat(machine.run("--format=json", "--lmit=3").failure(2)).startsWith("gmail-labels: ");
      assertThat(machine.run("--format=json", "-0").failure(2)).startsWith("gmail-labels: ");
      assertThat(machine.run("--name=a").err()).startsWith("gmail-labels: ");

      machine.errIsTerminal = true;
      assertThat(machine.run("--format=json", "--name=a").err()).startsWith("gmail-labels: ");
    }
  }

  /** {@code GMAIL_LABELS_ACCESS_TOKEN}, beside files that would each end a run that read them. */
  @Nested
  class AccessToken {
    private final String token = google.authorization.accessToken();

    @BeforeEach
    void setVariable() throws IOException {
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
    void isAllThatAListingNeedsAndIsNeverShown() {
      assertThat(machine.run().listing()).isEqualTo("b\na\n");
      assertThat(google.endpoints()).containsExactly(LIST);

      google.clearRequests();
      assertThat(machine.run("--fields=name,messagesTotal", "--sort=name").listing())
          .isEqualTo("a\t1\nb\t1\n");
      assertThat(google.endpoints()).containsExactly(LIST, BATCH, GET, GET);

      google.respondNext(LIST, status(503));
      assertThat(machine.run("--verbose").succeeded().err()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\n", " %s", "\r\n\t%s \r\n"})
    void mayHaveBlanksAndLineEndsAroundIt(String format) {
      machine.variables.put("GMAIL_LABELS_ACCESS_TOKEN", format.formatted(token));

      assertThat(machine.run().listing()).isEqualTo("b\na\n");
    }

    @Test
    void thatIsRefusedForCountsIsExit4() {
      google.respondAlways(GET, status(401));

      assertThat(machine.run("--counts").failure(4))
          .startsWith(
              "gmail-labels: Gmail does not accept the access token in GMAIL_LABELS_ACCESS_TOKEN: Error 401 (HOST)\n");
      assertThat(google.requests(BATCH)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ya29.a\nb", "ya29 hush", "ya29.hush\u00e9"})
    void thatIsNoHeaderValueIsExit2(String value) {
      machine.variables.put("GMAIL_LABELS_ACCESS_TOKEN", value);

      assertThat(machine.run().failure(2))
          .startsWith("gmail-labels: GMAIL_LABELS_ACCESS_TOKEN is not an access token\n")
          .doesNotContain("hush");
      assertThat(google.requests()).isEmpty();
    }

    @Test
    void ofBlanksAloneCountsAsNotSet() {
      machine.variables.put("GMAIL_LABELS_ACCESS_TOKEN", " \n");

      assertThat(machine.run().failure(3)).startsWith("gmail-labels: no OAuth client file (");
    }
  }
}
