package gmaillabels.output;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import gmaillabels.label.Label;
import gmaillabels.label.LabelField;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One JSON array with Gmail's own names and shapes, a label on each line; what a label does not
 * have is left out. The escapes of a terminal are JSON's own, so the names read back are the same.
 */
public record JsonFormat(List<LabelField> fields, Escaping escaping) implements LabelFormat {
  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    out.append('[');
    String separator = "\n  ";
    for (Label label : labels) {
      out.append(separator).append(escaping.apply(json(label).toString()));
      separator = ",\n  ";
    }
    out.append(labels.isEmpty() ? "]\n" : "\n]\n");
  }

  private JsonObject json(Label label) {
    JsonObject json = new JsonObject();
    for (LabelField field : fields) {
      value(field, label).ifPresent(value -> json.add(field.gmailName(), value));
    }
    return json;
  }

  private static Optional<JsonElement> value(LabelField field, Label label) {
    return field == LabelField.COLOR
        ? label.color().map(JsonFormat::json)
        : LabelField.COUNTS.contains(field)
            ? field.text(label).map(Integer::valueOf).map(JsonPrimitive::new)
            : field.text(label).map(JsonPrimitive::new);
  }

  private static JsonObject json(Label.Color color) {
    JsonObject json = new JsonObject();
    json.addProperty("textColor", color.text());
    json.addProperty("backgroundColor", color.background());
    return json;
  }
}
