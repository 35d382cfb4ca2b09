package gmaillabels.output;

import gmaillabels.label.Label;
import java.io.IOException;
import java.util.List;

/** One label per line. */
public final class PlainFormat {
  /** Writes the labels; a line ends in a line feed on every platform. */
  public void write(List<Label> labels, Appendable out) throws IOException {
    for (Label label : labels) {
      out.append(label.name()).append('\n');
    }
  }
}
