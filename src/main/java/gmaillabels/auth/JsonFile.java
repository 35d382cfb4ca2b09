package gmaillabels.auth;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A small file that holds one JSON object, as both the client file and the token file do. */
final class JsonFile {
  /** Far more than any such file needs; keeps a wrong path (a device, a mailbox) harmless. */
  private static final int MAX_BYTES = 1 << 20;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private JsonFile() {}

  /** The content is not one JSON object; the message says what it is instead. */
  static final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    NotJsonException(String message) {
      super(message);
    }
  }

  /**
   * Reads the object.
   *
   * @throws IOException if the file cannot be read
   * @throws NotJsonException if it can, but does not hold a JSON object
   */
  static GenericJson read(Path file) throws IOException, NotJsonException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new NotJsonException("is too large");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    // Windows editors add it; it says nothing about the content.
    text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    if (text.isBlank()) {
      throw new NotJsonException("is empty");
    }
    return parse(text);
  }

  /**
   * Parses the object.
   *
   * @throws NotJsonException if the text is anything else
   */
  static GenericJson parse(String text) throws NotJsonException {
    try {
      GenericJson json = GsonFactory.getDefaultInstance().fromString(text, GenericJson.class);
      if (json != null) {
        return json;
      }
    } catch (IOException | RuntimeException e) {
      // The parser's message quotes the text, which may hold a secret.
    }
    throw new NotJsonException("is not valid JSON");
  }

  /** The object at {@code key}, or null if there is none. */
  static Map<?, ?> object(Map<?, ?> json, String key) {
    return json.get(key) instanceof Map<?, ?> object ? object : null;
  }

  /** The text at {@code key}, or null if there is none or it is empty. */
  static String text(Map<?, ?> json, String key) {
    return json.get(key) instanceof String text && !text.isBlank() ? text : null;
  }
}
