package gmaillabels.output;

import gmaillabels.label.Label;
import gmaillabels.label.LabelField;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** One label per line, its fields separated by tabs; {@code end} is a line feed or a NUL. */
public record PlainFormat(List<LabelField> fields, char end, UnaryOperator<String> escape)
    implements LabelFormat {
  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    for (Label label : labels) {
      String separator = "";
      for (LabelField field : fields) {
        out.append(separator).append(escape.apply(field.text(label).orElse("")));
        separator = "\t";
      }
      out.append(end);
    }
  }
}
