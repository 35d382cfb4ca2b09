package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.Answer;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes out for what Gmail has. */
@Timeout(60)
class ListingTest {
  @TempDir Path folder;
  private SandboxGoogle google;
  private Machine machine;

  @BeforeEach
  void start() throws IOException {
    google = SandboxGoogle.start();
    machine = new Machine(google, folder).signedIn();
  }

  @AfterEach
  void stop() {
    google.close();
  }

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

    Run run = machine.run();

    assertThat(run.outBytes())
        .isEqualTo(
            "INBOX\n업무/영수증\n🎉 Party\nCafe\u0301\nCafé\n two  spaces \n"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void noLabelsIsSaidAndIsNoError() {
    google.labels(List.of());

    Run run = machine.run();

    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).isEqualTo("No labels found.\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void emptyListOnTheWireIsTheSame() {
    google.answerNext(LIST, Answer.body(200, "application/json", "{\"labels\": []}"));

    Run run = machine.run();

    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).isEqualTo("No labels found.\n");
  }

  @Test
  void labelWithoutANameIsLeftOutAndTold() {
    google.answerNext(
        LIST,
        Answer.body(
            200,
            "application/json",
            """
            {"labels": [{"id": "A", "name": "one"}, {"id": "B"}, null,
              {"id": "C", "name": "two", "type": "new", "news": [1]}]}"""));

    Run run = machine.run();

    assertThat(run.out()).isEqualTo("one\ntwo\n");
    assertThat(run.err())
        .isEqualTo(
            """
            gmail-labels: warning: left out a label without a name (id B)
            gmail-labels: warning: left out a label without a name (id unknown)
            """);
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void asksForNoMoreThanItShows() {
    machine.run();

    assertThat(google.requests(LIST)).hasSize(1);
    assertThat(google.requests(LIST).get(0).parameters()).containsEntry("fields", "labels(name)");
    assertThat(google.requests(LIST).get(0).header("accept-encoding")).contains("gzip");
    assertThat(google.requests(LIST).get(0).header("user-agent")).startsWith("gmail-labels/");
  }

  @Test
  void tenThousandLabels() {
    google.labels(SandboxLabel.many(10_000));

    assertThat(machine.run().out().lines()).hasSize(10_000);
  }

  @Test
  void outputThatIsNotTakenIsExit1() {
    machine.out = failing();

    Run run = machine.run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            """
            gmail-labels: cannot write the output (standard output: No space left on device)
            The labels that were printed are not complete; do not use them.
            """);
  }

  @Test
  void readerThatLeavesIsNoError() {
    machine.out = failing();
    machine.outIsClosedPipe = true;

    Run run = machine.run();

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
  }

  private static OutputStream failing() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("No space left on device");
      }
    };
  }
}
