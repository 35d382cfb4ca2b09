package gmaillabels.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/** A whole response in memory, so that a cut is noticed; its connection still has the headers. */
record BufferedResponse(HttpURLConnection connection, int status, String text) {
  static BufferedResponse read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status == HttpURLConnection.HTTP_PROXY_AUTH) {
      // For any other refusal of a proxy the JDK has such an exception itself.
      throw new IOException("Unable to tunnel through proxy: 407");
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (InputStream stream =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] buffer = new byte[8192];
      // An attempt that has timed out is interrupted, but a read cannot be interrupted itself.
      for (int n = 0; stream != null && n >= 0 && !Thread.interrupted(); n = stream.read(buffer)) {
        content.write(buffer, 0, n);
      }
    }
    long announced = connection.getContentLengthLong();
    boolean isInvalid = announced < 0 && connection.getHeaderField("Content-Length") != null;
    if (status < 400 && (isInvalid || content.size() < announced)) {
      // The JDK takes a connection that closes early for the end of the content.
      throw new EOFException();
    }
    InputStream bytes = new ByteArrayInputStream(content.toByteArray());
    boolean isGzip = "gzip".equalsIgnoreCase(connection.getContentEncoding());
    String text = new String((isGzip ? new GZIPInputStream(bytes) : bytes).readAllBytes(), UTF_8);
    return new BufferedResponse(connection, status, text);
  }

  String type() {
    return Objects.requireNonNullElse(connection.getContentType(), "no content type");
  }

  /**
   * The response as the library wants it. Of an error in JSON it would keep only a part, and for
   * one that is damaged it would print a stack trace: so errors are plain text.
   */
  LowLevelHttpResponse toLowLevel(UnaryOperator<String> rewrite) {
    String plain = status < 400 ? "application/json" : "text/plain";
    // The library has one class of responses with a given content, which it calls a mock.
    MockLowLevelHttpResponse response = new MockLowLevelHttpResponse();
    // The first is the status line.
    for (int i = 1; connection.getHeaderField(i) != null; i++) {
      response.addHeader(
          String.valueOf(connection.getHeaderFieldKey(i)), connection.getHeaderField(i));
    }
    return response
        .setStatusCode(status)
        .setContentType(type().startsWith("multipart/") ? type() : plain + "; charset=UTF-8")
        .setContent(rewrite.apply(text));
  }
}
