package gmaillabels.output;

import gmaillabels.label.Field;
import gmaillabels.label.Label;
import java.io.IOException;
import java.util.List;

/**
 * One label per line, its fields separated by tabs.
 *
 * @param end what a label ends with: a line feed or a NUL
 * @param escaped whether invisible characters are shown instead of sent
 */
public record PlainFormat(List<Field> fields, char end, boolean escaped) implements LabelFormat {
  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    for (Label label : labels) {
      for (int i = 0; i < fields.size(); i++) {
        if (i > 0) {
          out.append('\t');
        }
        String text = fields.get(i).text(label).orElse("");
        out.append(escaped ? Names.visible(text) : text);
      }
      out.append(end);
    }
  }

  @Override
  public boolean isAmbiguous(List<Label> labels) {
    return !escaped
        && fields.contains(Field.NAME)
        && ((end == '\n' && Names.haveLineBreak(labels))
            || (fields.size() > 1 && Names.haveTab(labels)));
  }
}
