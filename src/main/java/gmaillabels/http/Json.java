package gmaillabels.http;

import com.google.api.client.json.JsonParser;
import com.google.api.client.json.JsonToken;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.util.Optional;

/** JSON that others wrote. */
public final class Json {
  private Json() {}

  /** The object that the text is, and nothing else beside it; empty if it is anything else. */
  public static <T> Optional<T> parse(String text, Class<T> type) {
    try (JsonParser parser = GsonFactory.getDefaultInstance().createJsonParser(text)) {
      T value = parser.parse(type);
      // The parser does not mind a missing end, nor what comes behind it.
      boolean isWhole =
          parser.getCurrentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      return isWhole ? Optional.of(value) : Optional.empty();
    } catch (IOException | IllegalArgumentException | NullPointerException | StackOverflowError e) {
      // Its messages quote the text, which may hold a secret. The last three are its own ways to
      // report an empty text, a wrong type, a cut and too many levels.
      return Optional.empty();
    }
  }
}
