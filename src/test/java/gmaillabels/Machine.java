package gmaillabels;

import gmaillabels.auth.Browser;
import gmaillabels.cli.GmailLabels;
import gmaillabels.cli.StandardStreams;
import gmaillabels.cli.Surroundings;
import gmaillabels.gmail.Patience;
import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A person's machine with one network, the sandbox. Runs the whole program in this process: the
 * only pretended things are the browser, which is an HTTP client, and time, which passes when the
 * program waits between tries.
 */
final class Machine {
  /** A browser that may fail as a test's HTTP client does. */
  interface Person {
    void open(URI page) throws IOException;
  }

  /** What the person pastes, decided when the program has told the page. */
  interface Paste {
    String afterReading(URI page) throws IOException;
  }

  private static final Pattern PAGE = Pattern.compile("^  (http\\S+)$", Pattern.MULTILINE);

  final SandboxGoogle google;
  final Path home;
  final Path work;
  final Map<String, String> variables = new TreeMap<>();
  final List<URI> pages = Collections.synchronizedList(new ArrayList<>());
  final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  Person person = SandboxBrowser::allow;
  Patience patience = Patience.NORMAL;
  InputStream in = InputStream.nullInputStream();
  OutputStream out;
  boolean outIsTerminal;
  boolean errIsTerminal;
  boolean outIsClosedPipe;
  private volatile ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
  private volatile Duration passed = Duration.ZERO;

  /** A machine with {@code credentials.json} where the program looks for it. */
  Machine(SandboxGoogle google, Path folder) throws IOException {
    this.google = google;
    this.home = Files.createDirectory(folder.resolve("home"));
    this.work = Files.createDirectory(folder.resolve("work"));
    variables.put("GMAIL_LABELS_API_URL", google.url().toString());
    google.writeCredentials(work.resolve("credentials.json"));
  }

  /** Where the sign-in is kept unless a test says otherwise. */
  Path tokenFile() {
    return home.resolve(".config/gmail-labels/tokens/default.json");
  }

  /** Signs in, and forgets the requests and waits that were for it. */
  Machine signedIn() {
    Run run = run("login");
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.err());
    }
    google.clearRequests();
    pages.clear();
    waits.clear();
    return this;
  }

  /** Lets time pass for the program, not for the sandbox. */
  void pass(Duration time) {
    passed = passed.plus(time);
  }

  /** Makes the paste arrive on standard input, and then nothing more. */
  void paste(Paste paste) {
    in =
        new InputStream() {
          private InputStream pasted;

          @Override
          public int read() throws IOException {
            if (pasted == null) {
              Matcher page = PAGE.matcher(errSoFar());
              if (!page.find()) {
                throw new IllegalStateException("No page was told: " + errSoFar());
              }
              String text = paste.afterReading(URI.create(page.group(1)));
              pasted = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            }
            return pasted.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            int b = read();
            if (b < 0) {
              return -1;
            }
            buffer[offset] = (byte) b;
            return 1;
          }
        };
  }

  private String errSoFar() {
    return errBytes.toString(StandardCharsets.UTF_8);
  }

  Run run(String... args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    errBytes = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            List.of("gmail-labels"),
            "test",
            variables,
            work,
            home.toString(),
            false,
            in,
            out == null ? outBytes : out,
            new PrintStream(errBytes, true, StandardCharsets.UTF_8),
            new MachineStreams(),
            new MachineClock(),
            millis -> {
              waits.add(Duration.ofMillis(millis));
              pass(Duration.ofMillis(millis));
            },
            patience,
            browser());
    int exitCode = new GmailLabels(surroundings).run(args).code();
    return new Run(exitCode, outBytes.toByteArray(), errSoFar());
  }

  private Browser browser() {
    return page -> {
      pages.add(page);
      try {
        person.open(page);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private final class MachineStreams implements StandardStreams {
    @Override
    public boolean outIsTerminal() {
      return outIsTerminal;
    }

    @Override
    public boolean outIsClosedPipe() {
      return outIsClosedPipe;
    }

    @Override
    public boolean errIsTerminal() {
      return errIsTerminal;
    }
  }

  private final class MachineClock extends Clock {
    @Override
    public Instant instant() {
      return Instant.now().plus(passed);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
