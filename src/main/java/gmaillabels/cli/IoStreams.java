package gmaillabels.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The standard streams.
 *
 * @param out takes the labels; throws {@link ReaderGoneException} if nobody reads them any more
 * @param err takes everything else
 */
public record IoStreams(InputStream in, OutputStream out, PrintStream err, Terminals terminals) {
  /** Which streams are a terminal; asked only when it matters, because asking costs time. */
  public interface Terminals {
    boolean in();

    boolean out();

    boolean err();
  }

  /** The reader has seen enough, as in {@code | head -1}. */
  public static final class ReaderGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    public ReaderGoneException(IOException cause) {
      super(cause);
    }
  }
}
