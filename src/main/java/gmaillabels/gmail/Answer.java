package gmaillabels.gmail;

import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** A whole answer in memory, unpacked, so that a connection cut in the middle is seen in time. */
final class Answer extends LowLevelHttpResponse {
  /** Ten thousand labels with everything known of them take 4 MB. */
  static final int MAX_BYTES = 64 << 20;

  private final int status;
  private final String reasonPhrase;
  private final String contentType;
  private final String retryAfter;
  private final String location;
  private final byte[] content;

  private Answer(
      int status,
      String reasonPhrase,
      String contentType,
      String retryAfter,
      String location,
      byte[] content) {
    this.status = status;
    this.reasonPhrase = reasonPhrase;
    this.contentType = contentType;
    this.retryAfter = retryAfter;
    this.location = location;
    this.content = content;
  }

  /** The answer is longer than any of Google's to this program. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Reads an answer to its end, or to {@link #MAX_BYTES}. The request must ask for the raw stream:
   * what the library puts around it asks the JDK's stream how much is available, which takes
   * minutes for a large answer.
   */
  static Answer read(HttpResponse response) throws IOException {
    Long promised = response.getHeaders().getContentLength();
    if (promised != null && promised > MAX_BYTES) {
      throw new TooLongException();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream content = unpacked(response)) {
      byte[] buffer = new byte[8192];
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        bytes.write(buffer, 0, n);
        if (bytes.size() > MAX_BYTES) {
          throw new TooLongException();
        }
      }
    }
    if (bytes.size() == 0 && response.isSuccessStatusCode() && promised != null && promised > 0) {
      // The library notices every answer that is cut short but this one.
      throw new EOFException();
    }
    return new Answer(
        response.getStatusCode(),
        response.getStatusMessage(),
        response.getContentType(),
        response.getHeaders().getRetryAfter(),
        response.getHeaders().getLocation(),
        bytes.toByteArray());
  }

  private static InputStream unpacked(HttpResponse response) throws IOException {
    InputStream content = response.getContent();
    if (content == null) {
      return InputStream.nullInputStream();
    }
    return "gzip".equalsIgnoreCase(response.getContentEncoding())
        ? new GZIPInputStream(content)
        : content;
  }

  /**
   * The same answer, called plain text: of a refusal in JSON the library keeps only a part, and for
   * one that is broken it prints a trace.
   */
  Answer asPlainText() {
    return new Answer(
        status, reasonPhrase, "text/plain; charset=UTF-8", retryAfter, location, content);
  }

  /** The value of the Retry-After header, or null. */
  String retryAfter() {
    return retryAfter;
  }

  /** The value of the Location header, or null. */
  String location() {
    return location;
  }

  /** The content as text. */
  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public InputStream getContent() {
    return new ByteArrayInputStream(content);
  }

  @Override
  public String getContentEncoding() {
    return null;
  }

  @Override
  public long getContentLength() {
    return content.length;
  }

  @Override
  public String getContentType() {
    return contentType;
  }

  @Override
  public String getStatusLine() {
    return null;
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  public String getReasonPhrase() {
    return reasonPhrase;
  }

  @Override
  public int getHeaderCount() {
    return contentType == null ? 0 : 1;
  }

  @Override
  public String getHeaderName(int index) {
    return "Content-Type";
  }

  @Override
  public String getHeaderValue(int index) {
    return contentType;
  }
}
