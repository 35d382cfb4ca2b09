package gmaillabels.http;

import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
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
import java.util.zip.GZIPInputStream;

/** A whole response in memory, so that a connection that is cut is noticed in time. */
record BufferedResponse(int status, String type, Optional<String> retryAfter, String text) {
  static BufferedResponse read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    byte[] content = content(connection, status);
    String announced = connection.getHeaderField("Content-Length");
    if (announced != null && !announced.matches("\\d{1,18}")) {
      throw new ProtocolException("Content-Length");
    }
    if (status < 400 && content.length < connection.getContentLengthLong()) {
      // The JDK takes a connection that closes early for the end of the content.
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

  /**
   * The response as the library wants it, with nothing of the headers but the type. Of an error in
   * JSON it would keep only a part, and for one that is damaged it would print a stack trace.
   */
  LowLevelHttpResponse toLowLevel() {
    String plain = status < 400 ? "application/json" : "text/plain";
    // The library has one class of responses with a given content, which it calls a mock.
    return new MockLowLevelHttpResponse()
        .setStatusCode(status)
        .setContentType(type.startsWith("multipart/") ? type : plain + "; charset=UTF-8")
        .setContent(text);
  }
}
