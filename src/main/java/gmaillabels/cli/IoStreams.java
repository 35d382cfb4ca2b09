package gmaillabels.cli;

import gmaillabels.auth.InstalledAppFlow;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.IntPredicate;

/** The standard streams. The check whether one is a terminal may start a process. */
public record IoStreams(InputStream in, OutputStream out, PrintStream err, IntPredicate isTerminal)
    implements InstalledAppFlow.Input {
  @Override
  public boolean inIsTerminal() {
    return isTerminal.test(0);
  }

  boolean outIsTerminal() {
    return isTerminal.test(1);
  }

  boolean errIsTerminal() {
    return isTerminal.test(2);
  }
}
