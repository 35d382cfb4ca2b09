package gmaillabels.cli;

import static java.util.stream.Collectors.joining;

import com.google.gson.JsonObject;
import gmaillabels.error.CliException;
import gmaillabels.error.Hint;
import gmaillabels.error.LocalProblems;
import gmaillabels.error.Problem;
import gmaillabels.error.Reporter;
import gmaillabels.output.TerminalText;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prints results to standard output, and everything else to standard error. There every text is
 * shown on one line, with control characters escaped. Several threads may use it.
 */
final class Console implements Reporter {
  private static final String PREFIX = Environment.NAME + ": ";

  private final IoStreams streams;
  private final Options options;

  private boolean isUnderstood;

  /** The control sequence that clears the line of progress; empty if there is no such line. */
  private String clear = "";

  /** The file of another program whose sign-in this run uses. */
  private Optional<Path> signInFile = Optional.empty();

  Console(IoStreams streams, Options options) {
    this.streams = streams;
    this.options = options;
  }

  /** Makes hints name the file, because only the program that made it can renew the sign-in. */
  void signInIsFrom(Path file) {
    signInFile = Optional.of(file);
  }

  interface Printer {
    void print(Appendable out) throws IOException;
  }

  synchronized void print(Printer printer) {
    endProgress();
    try {
      Writer out = new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8);
      printer.print(out);
      out.flush();
    } catch (IOException e) {
      throw LocalProblems.outputNotWritten(e);
    }
  }

  @Override
  public synchronized void info(String text) {
    endProgress();
    streams.err().append(TerminalText.escape(text)).append('\n').flush();
  }

  @Override
  public void warn(String text) {
    info(PREFIX + "warning: " + text);
  }

  @Override
  public void verbose(String text) {
    if (options.general.verbose.get()) {
      info(PREFIX + text);
    }
  }

  @Override
  public void notice(String text) {
    if (streams.errIsTerminal()) {
      info(PREFIX + text);
    }
  }

  @Override
  public synchronized void progress(String text) {
    if (streams.errIsTerminal() && !options.environment.isDumbTerminal()) {
      clear = "\r\u001b[K";
      streams.err().append(clear).append(TerminalText.escape(text)).flush();
    }
  }

  private void endProgress() {
    streams.err().append(clear).flush();
    clear = "";
  }

  /** From now on, errors are shown in JSON if the labels are. */
  void commandLineIsUnderstood() {
    isUnderstood = true;
  }

  void error(CliException failure) {
    if (failure.problem() == Problem.INTERNAL_ERROR && options.general.verbose.get()) {
      // Without the messages of the exceptions, which may quote a secret.
      for (Throwable e = failure; e != null; e = e.getCause()) {
        info(e.getClass().getName());
        Stream.of(e.getStackTrace()).forEach(element -> info("    at " + element));
      }
    }
    String hint = failure.hint().text(commands());
    if (isUnderstood && options.listing.isJson() && !streams.errIsTerminal()) {
      info(json(failure, hint));
    } else {
      failure.messages().forEach(message -> info(PREFIX + message));
      hint.lines().forEach(this::info);
    }
  }

  private static String json(CliException failure, String hint) {
    JsonObject error = new JsonObject();
    error.addProperty("code", failure.problem().name());
    error.addProperty("exitCode", failure.exitCode().code());
    error.addProperty("message", failure.getMessage());
    error.addProperty("hint", hint);
    JsonObject line = new JsonObject();
    line.add("error", error);
    return line.toString();
  }

  /** The commands for hints, with the options that choose the same files and account. */
  private Hint.Commands commands() {
    String program = typed(options.environment.command());
    Option<Boolean> noInput = options.signIn.noInput;
    // Otherwise the variable would forbid the sign-in that the hint asks for.
    String allowed = noInput.get() && !noInput.isGiven() ? noInput.source() + "=0 " : "";
    String login = allowed + program + " login " + typed(options.forLogin());
    boolean hasAccessToken = options.environment.accessToken().isPresent();
    return new Hint.Commands(program, login.strip(), hasAccessToken, signInFile);
  }

  private static String typed(List<String> words) {
    return words.stream().map(Console::quoted).collect(joining(" "));
  }

  /** Quotes a word for a shell, if necessary. */
  static String quoted(String word) {
    return word.matches("[\\w@%+=:,./\\\\-]+")
        ? word
        : TerminalText.escape("'" + word.replace("'", "'\\''") + "'");
  }
}
