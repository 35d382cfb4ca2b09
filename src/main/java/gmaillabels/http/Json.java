package gmaillabels.http;

import com.google.api.client.json.JsonParser;
import com.google.api.client.json.JsonToken;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.util.Optional;

/** Reads JSON from servers and files. */
public final class Json {
  private Json() {}

  /** Reads a text that is one JSON object; empty if it is anything else. */
  public static <T> Optional<T> parse(String text, Class<T> type) {
    try (JsonParser parser = GsonFactory.getDefaultInstance().createJsonParser(text)) {
      T value = parser.parse(type);
      // The parser accepts a missing end, and anything after the end.
      boolean isWhole =
          parser.getCurrentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      return isWhole ? Optional.of(value) : Optional.empty();
    } catch (IOException | IllegalArgumentException | NullPointerException | StackOverflowError e) {
      // The messages are dropped, because they quote the text, which may contain a secret. The
      // parser throws the last three for an empty text, a wrong type, a missing end and too many
      // levels.
      return Optional.empty();
    }
  }
}
