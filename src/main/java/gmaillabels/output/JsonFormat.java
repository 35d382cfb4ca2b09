package gmaillabels.output;

import com.google.gson.JsonObject;
import gmaillabels.label.Label;
import gmaillabels.label.LabelField;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One JSON array with Gmail's own names and shapes, one label per line; absent values are left out.
 * Names are escaped for a terminal as JSON escapes them, so that a parser reads the same names.
 */
public record JsonFormat(List<LabelField> fields, UnaryOperator<String> escape)
    implements LabelFormat {
  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    out.append('[');
    String separator = "\n  ";
    for (Label label : labels) {
      out.append(separator).append(escape.apply(TerminalText.escapeHalves(json(label).toString())));
      separator = ",\n  ";
    }
    out.append(labels.isEmpty() ? "]\n" : "\n]\n");
  }

  private JsonObject json(Label label) {
    JsonObject json = new JsonObject();
    for (LabelField field : fields) {
      String name = field.gmailName();
      if (field == LabelField.COLOR) {
        label.color().ifPresent(color -> json.add(name, json(color)));
      } else if (LabelField.COUNTS.contains(field)) {
        field.text(label).ifPresent(count -> json.addProperty(name, Integer.valueOf(count)));
      } else {
        field.text(label).ifPresent(text -> json.addProperty(name, text));
      }
    }
    return json;
  }

  private static JsonObject json(Label.Color color) {
    JsonObject json = new JsonObject();
    json.addProperty("textColor", color.text());
    json.addProperty("backgroundColor", color.background());
    return json;
  }
}
