package gmaillabels.cli;

import static java.util.stream.Collectors.joining;

import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import gmaillabels.output.TerminalText;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Standard output for what was asked for, and standard error for everything else. */
final class Console {
  private static final String PREFIX = Environment.NAME + ": ";
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final IoStreams streams;
  private final CommandLineOptions options;
  private boolean progressing;

  Console(IoStreams streams, CommandLineOptions options) {
    this.streams = streams;
    this.options = options;
  }

  interface Printer {
    void print(Appendable out) throws IOException;
  }

  void print(Printer printer) {
    endProgress();
    try {
      Writer out = new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8);
      printer.print(out);
      out.flush();
    } catch (IOException e) {
      throw Problem.OUTPUT_NOT_WRITTEN.because(e, CliException.reason(e));
    }
  }

  /** In as many lines as it has: no text of others in it. */
  void info(String text) {
    endProgress();
    streams.err().append(text).append('\n').flush();
  }

  void warn(String text) {
    line(PREFIX + "warning: " + text);
  }

  void verbose(String text) {
    if (options.has(Option.VERBOSE)) {
      line(PREFIX + text);
    }
  }

  /** For those who are watching. */
  void notice(String text) {
    if (streams.errIsTerminal()) {
      line(PREFIX + text);
    }
  }

  /** A line for those who are watching, which the next one replaces. */
  void progress(String text) {
    if (streams.errIsTerminal()) {
      streams.err().append(CLEAR_LINE).append(text).flush();
      progressing = true;
    }
  }

  void error(CliException e) {
    line(PREFIX + e.getMessage());
    if (!e.hint().isEmpty()) {
      info(runnable(e.hint()));
    }
    if (options.has(Option.VERBOSE)) {
      trace(e);
    }
  }

  /** The commands in a hint, as this user has to type them for the same files and account. */
  private String runnable(String hint) {
    String command = typed(options.environment().command());
    String login = typed(options.loginOptions());
    return hint.replace("gmail-labels login", (command + " login " + login).strip())
        .replace("gmail-labels --", command + " --");
  }

  private static String typed(List<String> words) {
    return words.stream().map(Console::quoted).collect(joining(" "));
  }

  /** A word as it has to be typed in a shell. */
  static String quoted(String word) {
    return word.matches("[\\w@%+=:,./\\\\-]+")
        ? word
        : TerminalText.escape("'" + word.replace("'", "'\\''") + "'");
  }

  /**
   * Where it happened. The messages of other people's exceptions are left out: they quote what they
   * could not parse, and that may hold a secret.
   */
  private void trace(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      line(e == failure ? "at" : "caused by " + e.getClass().getName());
      for (StackTraceElement element : e.getStackTrace()) {
        line("    " + element);
      }
    }
  }

  /** Whatever others wrote into it, it stays one line and steers no terminal. */
  void line(String text) {
    info(TerminalText.escape(text));
  }

  private void endProgress() {
    if (progressing) {
      streams.err().append(CLEAR_LINE).flush();
      progressing = false;
    }
  }
}
