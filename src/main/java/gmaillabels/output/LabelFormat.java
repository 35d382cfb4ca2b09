package gmaillabels.output;

import gmaillabels.label.Label;
import java.io.IOException;
import java.util.List;

/** Writes labels in one format; lines end in a line feed on every platform. */
public interface LabelFormat {
  void write(List<Label> labels, Appendable out) throws IOException;
}
