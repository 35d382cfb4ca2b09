package gmaillabels.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code fields} parameter of Google's APIs, such as {@code labels(id,color/textColor)}.
 *
 * @param fields the chosen fields and what is chosen within each; empty for everything
 */
record FieldMask(Map<String, FieldMask> fields) {

  /** A field that does not exist, or text that is not a selection of fields at all. */
  static final class UnknownField extends Exception {
    private static final long serialVersionUID = 1;

    UnknownField(String path) {
      super(path);
    }
  }

  private static final FieldMask EVERYTHING = new FieldMask(Map.of());

  /** Reads a mask; {@code example} has every field that exists. */
  static FieldMask parse(String text, JsonElement example) throws UnknownField {
    Parser parser = new Parser(text);
    FieldMask mask = parser.fields();
    if (parser.position < text.length()) {
      throw new UnknownField(text);
    }
    mask.check(example);
    return mask;
  }

  JsonElement apply(JsonElement json) {
    if (fields.isEmpty() || json.isJsonPrimitive()) {
      return json;
    }
    if (json instanceof JsonArray array) {
      JsonArray chosen = new JsonArray();
      array.forEach(element -> chosen.add(apply(element)));
      return chosen;
    }
    JsonObject chosen = new JsonObject();
    json.getAsJsonObject()
        .entrySet()
        .forEach(
            field -> {
              FieldMask within = fields.getOrDefault(field.getKey(), fields.get("*"));
              if (within != null) {
                chosen.add(field.getKey(), within.apply(field.getValue()));
              }
            });
    return chosen;
  }

  private void check(JsonElement example) throws UnknownField {
    JsonElement element = example instanceof JsonArray array ? array.get(0) : example;
    for (Map.Entry<String, FieldMask> field : fields.entrySet()) {
      String name = field.getKey();
      if (!name.equals("*")) {
        if (!(element instanceof JsonObject object) || !object.has(name)) {
          throw new UnknownField(name);
        }
        field.getValue().check(object.get(name));
      }
    }
  }

  private FieldMask and(FieldMask other) {
    if (fields.isEmpty() || other.fields.isEmpty()) {
      return EVERYTHING;
    }
    Map<String, FieldMask> both = new LinkedHashMap<>(fields);
    other.fields.forEach((name, within) -> both.merge(name, within, FieldMask::and));
    return new FieldMask(both);
  }

  /** {@code fields = field *("," field)}; {@code field = name ["/" field / "(" fields ")"]}. */
  private static final class Parser {
    private final String text;
    private int position;

    Parser(String text) {
      this.text = text;
    }

    FieldMask fields() throws UnknownField {
      FieldMask mask = field();
      while (skip(',')) {
        mask = mask.and(field());
      }
      return mask;
    }

    private FieldMask field() throws UnknownField {
      String name = name();
      FieldMask within = EVERYTHING;
      if (skip('/')) {
        within = field();
      } else if (skip('(')) {
        within = fields();
        if (!skip(')')) {
          throw new UnknownField(text);
        }
      }
      return new FieldMask(Map.of(name, within));
    }

    private String name() throws UnknownField {
      int start = position;
      while (position < text.length() && "/(),".indexOf(text.charAt(position)) < 0) {
        position++;
      }
      if (position == start) {
        throw new UnknownField(text);
      }
      return text.substring(start, position);
    }

    private boolean skip(char c) {
      boolean found = position < text.length() && text.charAt(position) == c;
      if (found) {
        position++;
      }
      return found;
    }
  }
}
