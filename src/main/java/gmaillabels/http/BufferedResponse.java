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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/** A whole response in memory, so that a connection that is cut is noticed in time. */
record BufferedResponse(int status, Map<String, List<String>> headers, String text) {
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
        connection.getHeaderFields(),
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

  Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> name.equalsIgnoreCase(header.getKey()))
        .flatMap(header -> header.getValue().stream())
        .findFirst();
  }

  /** The type that was sent. */
  String type() {
    return header("Content-Type").orElse("no content type");
  }

  /**
   * The response as the library wants it. Of an error in JSON it would keep only a part, and for
   * one that is damaged it would print a stack trace: so errors are plain text.
   */
  LowLevelHttpResponse toLowLevel(UnaryOperator<String> rewrite) {
    String plain = status < 400 ? "application/json" : "text/plain";
    // The library has one class of responses with a given content, which it calls a mock.
    MockLowLevelHttpResponse response = new MockLowLevelHttpResponse();
    headers.forEach(
        (name, values) -> {
          // The status line has no name.
          if (name != null) {
            values.forEach(value -> response.addHeader(name, value));
          }
        });
    return response
        .setStatusCode(status)
        .setContentType(type().startsWith("multipart/") ? type() : plain + "; charset=UTF-8")
        .setContent(rewrite.apply(text));
  }
}
