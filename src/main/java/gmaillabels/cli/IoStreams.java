package gmaillabels.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.IntPredicate;

/**
 * The standard streams.
 *
 * @param out throws {@link ReaderGoneException} if nobody reads it any more
 * @param isTerminal asked only about the descriptors that matter, because that takes time
 */
public record IoStreams(
    InputStream in, OutputStream out, PrintStream err, IntPredicate isTerminal) {
  /** The reader has seen enough, as in {@code | head -1}. */
  public static final class ReaderGoneException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  boolean inIsTerminal() {
    return isTerminal.test(0);
  }

  boolean outIsTerminal() {
    return isTerminal.test(1);
  }

  boolean errIsTerminal() {
    return isTerminal.test(2);
  }
}
