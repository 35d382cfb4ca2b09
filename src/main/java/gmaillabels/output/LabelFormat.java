package gmaillabels.output;

import gmaillabels.label.Label;
import java.io.IOException;
import java.util.List;

/** A way to write labels down. */
public interface LabelFormat {
  /** Writes all labels; a line ends in a line feed on every platform. */
  void write(List<Label> labels, Appendable out) throws IOException;
}
