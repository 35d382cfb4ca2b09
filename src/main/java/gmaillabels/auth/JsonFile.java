package gmaillabels.auth;

import com.google.api.client.json.GenericJson;
import gmaillabels.error.InvalidValueException;
import gmaillabels.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads a small file that contains one JSON object, such as a client file or a token file. */
final class JsonFile {
  /** Far more than any such file needs; limits what is read from a wrong path. */
  private static final int MAX_BYTES = 1 << 20;

  private JsonFile() {}

  static GenericJson read(Path file) throws IOException {
    requireRegular(file);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new InvalidValueException("is too large");
    }
    // A byte order mark of UTF-16, or an ASCII character with a zero byte before or after it.
    String start = new String(bytes, 0, Math.min(2, bytes.length), StandardCharsets.ISO_8859_1);
    if (start.matches("\\xff\\xfe|\\xfe\\xff|\\x00.|.\\x00")) {
      throw new InvalidValueException("is in UTF-16, not in UTF-8");
    }
    // Windows editors begin a file with a byte order mark.
    String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    if (text.isBlank()) {
      throw new InvalidValueException("is empty");
    }
    if (text.stripLeading().startsWith("<")) {
      throw new InvalidValueException("is a web page, not JSON");
    }
    return Json.parse(text, GenericJson.class)
        .orElseThrow(() -> new InvalidValueException("is not valid JSON"));
  }

  /** Refuses folders, devices and FIFOs; reading a FIFO could block for ever. */
  static void requireRegular(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
  }

  static Optional<String> text(Map<?, ?> json, String key) {
    return Optional.ofNullable(
        json.get(key) instanceof String text && !text.isBlank() ? text : null);
  }

  static String require(Map<?, ?> json, String key) {
    return text(json, key)
        .orElseThrow(() -> new InvalidValueException("has no \"%s\"".formatted(key)));
  }
}
