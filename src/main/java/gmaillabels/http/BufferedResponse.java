package gmaillabels.http;

import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/** A whole response in memory, so that a connection that is cut is noticed in time. */
final class BufferedResponse extends LowLevelHttpResponse {
  private final int status;
  private final String reasonPhrase;
  private final List<Map.Entry<String, String>> headers;
  private final byte[] content;

  private BufferedResponse(
      int status, String reasonPhrase, List<Map.Entry<String, String>> headers, byte[] content) {
    this.status = status;
    this.reasonPhrase = reasonPhrase;
    this.headers = headers;
    this.content = content;
  }

  static BufferedResponse read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    byte[] content = content(connection, status);
    long announced = connection.getContentLengthLong();
    if (status < 400 && content.length < announced) {
      // The JDK takes a connection that closes early for the end of the content. (Of a refused POST
      // it drops the content itself.)
      throw new EOFException();
    }
    if ("gzip".equalsIgnoreCase(connection.getContentEncoding())) {
      content = new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
    }
    List<Map.Entry<String, String>> headers =
        connection.getHeaderFields().entrySet().stream()
            // The status line has no name.
            .filter(header -> header.getKey() != null)
            .flatMap(header -> header.getValue().stream().map(v -> Map.entry(header.getKey(), v)))
            .toList();
    return new BufferedResponse(status, connection.getResponseMessage(), headers, content);
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
    byte[] rewritten = rewrite.apply(text()).getBytes(StandardCharsets.UTF_8);
    return new BufferedResponse(status, reasonPhrase, headers, rewritten);
  }

  Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /**
   * What the library is to take the content for. Google sends UTF-8, whatever a proxy makes of the
   * header. Of an error in JSON the library would keep only a part, and for one that is damaged it
   * would print a stack trace.
   */
  @Override
  public String getContentType() {
    String type = header("Content-Type").orElse("");
    if (type.startsWith("multipart/")) {
      return type;
    }
    return status < 400 ? "application/json; charset=UTF-8" : "text/plain; charset=UTF-8";
  }

  @Override
  public InputStream getContent() {
    return new ByteArrayInputStream(content);
  }

  /** None, because the content is unpacked. */
  @Override
  public String getContentEncoding() {
    return null;
  }

  @Override
  public long getContentLength() {
    return content.length;
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
    return headers.size();
  }

  @Override
  public String getHeaderName(int index) {
    return headers.get(index).getKey();
  }

  @Override
  public String getHeaderValue(int index) {
    return headers.get(index).getValue();
  }
}
