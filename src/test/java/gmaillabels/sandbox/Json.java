package gmaillabels.sandbox;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** Builds JSON, and writes it the way Google does: indented, and not escaped for HTML. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private Json() {}

  /** An object of alternating names and values; null values are left out. */
  static JsonObject object(Object... namesAndValues) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        object.add((String) namesAndValues[i], GSON.toJsonTree(namesAndValues[i + 1]));
      }
    }
    return object;
  }

  static String text(JsonElement json) {
    return GSON.toJson(json) + "\n";
  }
}
