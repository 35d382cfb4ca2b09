package gmaillabels.output;

import gmaillabels.label.Field;
import gmaillabels.label.Label;
import java.io.IOException;
import java.util.List;

/**
 * Comma-separated values with a header (RFC 4180), but with lines that end in a line feed as all
 * output of this program does.
 *
 * @param escaped whether invisible characters are shown instead of sent
 */
public record CsvFormat(List<Field> fields, boolean escaped) implements LabelFormat {
  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    for (int i = 0; i < fields.size(); i++) {
      out.append(i > 0 ? "," : "").append(fields.get(i).gmailName());
    }
    out.append('\n');
    for (Label label : labels) {
      for (int i = 0; i < fields.size(); i++) {
        String text = fields.get(i).text(label).orElse("");
        out.append(i > 0 ? "," : "").append(quoted(escaped ? Names.visible(text) : text));
      }
      out.append('\n');
    }
  }

  @Override
  public boolean isAmbiguous(List<Label> labels) {
    return false;
  }

  private static String quoted(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (",\"\r\n".indexOf(text.charAt(i)) >= 0) {
        return '"' + text.replace("\"", "\"\"") + '"';
      }
    }
    return text;
  }
}
