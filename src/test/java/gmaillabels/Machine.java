package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.auth.InstalledAppFlow.Browser;
import gmaillabels.cli.Environment;
import gmaillabels.cli.GmailLabels;
import gmaillabels.cli.IoStreams;
import gmaillabels.http.Time;
import gmaillabels.http.Time.Timeouts;
import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxTls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole program in this process, on a machine of its own with one network, the sandbox. The
 * only pretended things are the browser, which is an HTTP client, and time, which passes when the
 * program waits between attempts.
 */
final class Machine extends SandboxedUser {
  private static final Pattern PAGE = Pattern.compile("^  (http\\S+)$", Pattern.MULTILINE);

  String workingDirectory = work.toString();
  String homeOfUser = home.toString();
  List<String> program = List.of("gmail-labels");
  final List<URI> pages = Collections.synchronizedList(new ArrayList<>());
  final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  Consumer<URI> browser = SandboxBrowser::allow;
  boolean inIsTerminal;
  boolean outIsTerminal;
  boolean errIsTerminal;
  private InputStream in = InputStream.nullInputStream();
  private Timeouts timeouts = new Time().timeouts();
  private volatile ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
  private volatile Duration passed = Duration.ZERO;
  private volatile Duration clockError = Duration.ZERO;
  private final Time time =
      new Time() {
        @Override
        public Instant instant() {
          return super.instant().plus(passed).plus(clockError);
        }

        @Override
        public long nanos() {
          return super.nanos() + passed.toNanos();
        }

        @Override
        public void sleep(long millis) {
          waits.add(Duration.ofMillis(millis));
          pass(Duration.ofMillis(millis));
        }

        @Override
        public Timeouts timeouts() {
          return timeouts;
        }
      };

  private Machine(SandboxGoogle google) {
    super(google);
  }

  /** A machine with {@code credentials.json} in its working directory, and nothing else. */
  static Machine signedOut() {
    return new Machine(SandboxGoogle.start());
  }

  /** The same with a sandbox behind TLS. */
  static Machine signedOut(SandboxTls tls) {
    return new Machine(SandboxGoogle.start(tls.context()));
  }

  /** The same with a stored sign-in. */
  static Machine signedIn() {
    Machine machine = signedOut();
    machine.signIn();
    return machine;
  }

  /** Signs in, and forgets the requests and waits that were for it. */
  void signIn() {
    run("login").succeeded();
    google.clearRequests();
    pages.clear();
    waits.clear();
  }

  /** Lets time pass for the program, not for the sandbox. */
  void pass(Duration time) {
    passed = passed.plus(time);
  }

  /** A time of the program's that nobody sets. */
  Duration uptime() {
    return Duration.ofNanos(time.nanos());
  }

  /** Sets the wall clock so much forward; no time passes. */
  void setClock(Duration error) {
    clockError = error;
  }

  /** Lets the stored access token expire. */
  void passTwoHours() {
    pass(Duration.ofHours(2));
  }

  /** How many milliseconds the program waits for a connection, bytes, a response and in all. */
  void timeouts(int connect, int read, int call, int total) {
    timeouts = new Timeouts(connect, read, call, total);
  }

  /** Standard input is this text, made from the sign-in's address when that has been shown. */
  void paste(Function<URI, String> text) {
    in =
        new InputStream() {
          private InputStream pasted;

          @Override
          public int read() throws IOException {
            if (pasted == null) {
              Matcher page = PAGE.matcher(errSoFar());
              assertThat(page.find()).as(errSoFar()).isTrue();
              String all = text.apply(URI.create(page.group(1)));
              pasted = new ByteArrayInputStream(all.getBytes(StandardCharsets.UTF_8));
            }
            return pasted.read();
          }
        };
  }

  private String errSoFar() {
    return errBytes.toString(StandardCharsets.UTF_8);
  }

  /** Changes the text of a file. */
  static void edit(Path file, UnaryOperator<String> change) {
    try {
      Files.writeString(file, change.apply(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the program, which never prints a secret of Google's. */
  Run run(String... args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    errBytes = new ByteArrayOutputStream();
    Environment environment =
        new Environment(variables, workingDirectory, homeOfUser, "Linux", program, "test");
    IoStreams streams =
        new IoStreams(
            in,
            outBytes,
            new PrintStream(errBytes, true, StandardCharsets.UTF_8),
            descriptor -> List.of(inIsTerminal, outIsTerminal, errIsTerminal).get(descriptor));
    Browser opened =
        page -> {
          pages.add(page);
          browser.accept(page);
          return true;
        };
    int exitCode = new GmailLabels(environment, streams, time, opened).run(args).code();
    String out = outBytes.toString(StandardCharsets.UTF_8);
    assertThat(google.authorization.secretsIn(out + errSoFar())).isEmpty();
    return new Run(exitCode, legible(out), legible(errSoFar()));
  }
}
