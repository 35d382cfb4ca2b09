package gmaillabels.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A whole response in memory, so that a truncated one is noticed. The library needs no header. */
final class BufferedResponse extends LowLevelHttpResponse {
  /** More than 10,000 labels need; otherwise a small compressed response could fill the memory. */
  private static final int MAX_BYTES = 32 << 20;

  private final int status;
  private final String type;
  private final Optional<String> retryAfter;
  private final byte[] content;

  private BufferedResponse(HttpURLConnection connection, int status, byte[] content) {
    this.status = status;
    this.type = Objects.requireNonNullElse(connection.getContentType(), "no content type");
    this.retryAfter = Optional.ofNullable(connection.getHeaderField("Retry-After"));
    this.content = content;
  }

  static BufferedResponse read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (InputStream stream =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] buffer = new byte[8192];
      // The thread is interrupted when the attempt times out, which does not end a read.
      for (int n = 0; stream != null && n >= 0 && !Thread.interrupted(); n = stream.read(buffer)) {
        content.write(buffer, 0, n);
        if (content.size() > MAX_BYTES) {
          return new BufferedResponse(connection, status, content.toByteArray());
        }
      }
    }
    long announced = connection.getContentLengthLong();
    boolean isNoNumber = announced < 0 && connection.getHeaderField("Content-Length") != null;
    if (status < 400 && (isNoNumber || content.size() < announced)) {
      // The JDK takes a connection that is closed early for the end of the content.
      throw new EOFException();
    }
    byte[] bytes = content.toByteArray();
    if (bytes.length > 0 && "gzip".equalsIgnoreCase(connection.getContentEncoding())) {
      bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readNBytes(MAX_BYTES + 1);
    }
    return new BufferedResponse(connection, status, bytes);
  }

  String type() {
    return type;
  }

  String text() {
    return new String(content, UTF_8);
  }

  boolean isTooLarge() {
    return content.length > MAX_BYTES;
  }

  /** For a status of 400 or more. */
  ErrorResponse error() {
    return ErrorResponse.parse(status, text(), retryAfter);
  }

  /** For verbose lines. */
  @Override
  public String toString() {
    return status < 400 ? "status " + status : error().toString();
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  /**
   * Always UTF-8, whatever the server says. Errors are plain text, because the library keeps only a
   * part of an error in JSON, and prints a stack trace for a damaged one.
   */
  @Override
  public String getContentType() {
    String plain = status < 400 ? "application/json" : "text/plain";
    return type.startsWith("multipart/") ? type : plain + "; charset=UTF-8";
  }

  @Override
  public InputStream getContent() {
    return new ByteArrayInputStream(content);
  }

  @Override
  public long getContentLength() {
    return content.length;
  }

  @Override
  public String getContentEncoding() {
    return null;
  }

  @Override
  public String getStatusLine() {
    return null;
  }

  @Override
  public String getReasonPhrase() {
    return null;
  }

  @Override
  public int getHeaderCount() {
    return 0;
  }

  @Override
  public String getHeaderName(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public String getHeaderValue(int index) {
    throw new IndexOutOfBoundsException(index);
  }
}
