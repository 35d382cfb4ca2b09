package gmaillabels.cli;

import gmaillabels.failure.Failure;
import gmaillabels.output.Names;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/** What is said to the person: everything but the labels, all of it on standard error. */
final class Messages {
  private static final String NAME = "gmail-labels";
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final List<String> program;
  private final Consumer<String> warnings = this::warning;
  private final Consumer<String> log = this::verbose;
  private boolean verbose;
  private boolean progressing;
  private List<String> whose = List.of();

  Messages(PrintStream err, List<String> program) {
    this.err = err;
    this.program = program;
  }

  /**
   * Takes over what the command line says.
   *
   * @param whose the options to repeat in commands that the person is told to run
   */
  void configure(boolean verbose, List<String> whose) {
    this.verbose = verbose;
    this.whose = whose;
  }

  /** The end of the run. */
  void failure(Failure failure) {
    say(NAME + ": " + failure.getMessage());
    if (!failure.next().isEmpty()) {
      say(runnable(failure.next()));
    }
    if (verbose) {
      trace(failure);
    }
  }

  /** Something the person should know although the run goes on. */
  void warning(String text) {
    say(NAME + ": warning: " + text);
  }

  /** {@link #warning} for who must not know this class; one for all, at 1 ms of start-up each. */
  Consumer<String> warnings() {
    return warnings;
  }

  /** Something the person is waiting for or has to do. */
  void prompt(String text) {
    say(text);
  }

  /** Something for who wants to see what happens. */
  void verbose(String text) {
    if (verbose) {
      say(NAME + ": " + text);
    }
  }

  /** {@link #verbose} for who must not know this class. */
  Consumer<String> log() {
    return log;
  }

  /** A line on a terminal that the next one replaces. */
  void progress(String text) {
    err.append(CLEAR_LINE).append(text).flush();
    progressing = true;
  }

  /** Takes the last line of progress away, if there is one. */
  void endProgress() {
    if (progressing) {
      err.append(CLEAR_LINE).flush();
      progressing = false;
    }
  }

  private void say(String text) {
    endProgress();
    err.append(visible(text)).append('\n').flush();
  }

  /** The commands in a text, as this person has to type them for the same files and account. */
  private String runnable(String text) {
    String command = typed(program);
    String options = whose.isEmpty() ? "" : " " + typed(whose);
    return text.replace(NAME + " login", command + " login" + options)
        .replace(NAME + " --", command + " --");
  }

  private static String typed(List<String> words) {
    StringBuilder typed = new StringBuilder();
    for (String word : words) {
      typed.append(typed.isEmpty() ? "" : " ").append(quoted(word));
    }
    return typed.toString();
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./\\\\-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * Where it happened. The messages of other people's exceptions are left out: they quote what they
   * could not parse, and that may hold a secret.
   */
  private void trace(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      say(e == failure ? "at" : "caused by " + e.getClass().getName());
      for (StackTraceElement element : e.getStackTrace()) {
        say("    " + element);
      }
    }
  }

  /** Text from servers and files must not steer the terminal; only line feeds are ours. */
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      visible.append(visible.isEmpty() ? "" : "\n").append(Names.visible(line));
    }
    return visible.toString();
  }
}
