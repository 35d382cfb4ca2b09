package gmaillabels.output;

import com.google.gson.stream.JsonWriter;
import gmaillabels.label.Field;
import gmaillabels.label.Label;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON array with Gmail's own names and shapes, a label on each line; what a label does not
 * have is left out.
 *
 * @param escaped whether invisible characters are written as escapes
 */
public record JsonFormat(List<Field> fields, boolean escaped) implements LabelFormat {
  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    Set<Field> once = new LinkedHashSet<>(fields);
    out.append('[');
    for (int i = 0; i < labels.size(); i++) {
      String json = json(labels.get(i), once);
      out.append(i > 0 ? ",\n  " : "\n  ").append(escaped ? Names.visible(json) : json);
    }
    out.append(labels.isEmpty() ? "]\n" : "\n]\n");
  }

  @Override
  public boolean isAmbiguous(List<Label> labels) {
    return false;
  }

  private static String json(Label label, Set<Field> fields) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.beginObject();
    for (Field field : fields) {
      Optional<String> value = field.text(label);
      if (value.isEmpty()) {
        continue;
      }
      json.name(field.gmailName());
      if (field == Field.COLOR) {
        Label.Color color = label.color().orElseThrow();
        json.beginObject();
        json.name("textColor").value(color.text());
        json.name("backgroundColor").value(color.background());
        json.endObject();
      } else if (Field.COUNTS.contains(field)) {
        json.jsonValue(value.get());
      } else {
        json.value(value.get());
      }
    }
    json.endObject();
    return text.toString();
  }
}
