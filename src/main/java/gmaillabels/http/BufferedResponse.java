package gmaillabels.http;

import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/** A whole response in memory, so that a connection that is cut is noticed in time. */
final class BufferedResponse extends LowLevelHttpResponse {
  private final int status;
  private final String type;
  private final Optional<String> retryAfter;
  private final String text;

  private BufferedResponse(int status, String type, Optional<String> retryAfter, String text) {
    this.status = status;
    this.type = type;
    this.retryAfter = retryAfter;
    this.text = text;
  }

  static BufferedResponse read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    byte[] content = content(connection, status);
    String announced = connection.getHeaderField("Content-Length");
    if (announced != null && !announced.matches("\\d{1,18}")) {
      throw new ProtocolException("Content-Length");
    }
    if (status < 400 && content.length < connection.getContentLengthLong()) {
      // The JDK takes a connection that closes early for the end of the content. (Of a refused POST
      // it drops the content itself.)
      throw new EOFException();
    }
    if ("gzip".equalsIgnoreCase(connection.getContentEncoding())) {
      content = new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
    }
    return new BufferedResponse(
        status,
        Optional.ofNullable(connection.getContentType()).orElse("no content type"),
        Optional.ofNullable(connection.getHeaderField("Retry-After")),
        // Google sends UTF-8, whatever a proxy makes of the header.
        new String(content, StandardCharsets.UTF_8));
  }

  private static byte[] content(HttpURLConnection connection, int status) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (InputStream stream =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      byte[] buffer = new byte[8192];
      for (int n = 0; stream != null && n >= 0; n = stream.read(buffer)) {
        if (Thread.interrupted()) {
          // The attempt has timed out, and a read cannot be interrupted itself.
          throw new InterruptedIOException();
        }
        content.write(buffer, 0, n);
      }
    }
    return content.toByteArray();
  }

  BufferedResponse rewritten(UnaryOperator<String> rewrite) {
    return new BufferedResponse(status, type, retryAfter, rewrite.apply(text));
  }

  /** The type that was sent. */
  String type() {
    return type;
  }

  Optional<String> retryAfter() {
    return retryAfter;
  }

  String text() {
    return text;
  }

  /**
   * What the library is to take the content for. Of an error in JSON it would keep only a part, and
   * for one that is damaged it would print a stack trace.
   */
  @Override
  public String getContentType() {
    return type.startsWith("multipart/")
        ? type
        : status < 400 ? "application/json; charset=UTF-8" : "text/plain; charset=UTF-8";
  }

  @Override
  public InputStream getContent() {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  // The library needs none of the rest.

  @Override
  public String getContentEncoding() {
    return null;
  }

  @Override
  public long getContentLength() {
    return -1;
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
    return null;
  }

  @Override
  public String getHeaderValue(int index) {
    return null;
  }
}
