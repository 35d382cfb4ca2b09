package gmaillabels.output;

import static java.util.stream.Collectors.joining;

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
      out.append(
              fields.stream()
                  .map(field -> escape.apply(field.text(label).orElse("")))
                  .collect(joining("\t")))
          .append(end);
    }
  }
}
