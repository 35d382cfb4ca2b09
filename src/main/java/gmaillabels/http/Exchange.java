package gmaillabels.http;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.common.base.Throwables;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends a request once, over one connection. */
final class Exchange {
  private final HttpURLConnection connection;
  private final LowLevelHttpRequest request;
  private volatile boolean isConnected;

  Exchange(HttpURLConnection connection, LowLevelHttpRequest request) {
    this.connection = connection;
    this.request = request;
  }

  /** Whether a part of the request may have been sent. */
  boolean isConnected() {
    return isConnected;
  }

  /** Gives up after this time. */
  BufferedResponse run(long millis) throws IOException, InterruptedException {
    // On a thread of its own, because name look-ups have no timeout, and a read timeout starts
    // anew with every byte.
    FutureTask<BufferedResponse> task = new FutureTask<>(this::run);
    new Thread(task, "request").start();
    try {
      // After a complete response the JDK keeps the connection for the next request.
      return task.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      task.cancel(true);
      // On a third thread, because disconnect() may wait until a read ends.
      Thread disconnect = new Thread(connection::disconnect, "disconnect");
      disconnect.start();
      disconnect.join(1000);
      Throwable cause = e instanceof TimeoutException ? new SocketTimeoutException() : e.getCause();
      if (JdkFailures.isNotHttp(cause)) {
        throw (IOException) new ProtocolException().initCause(cause);
      }
      Throwables.throwIfInstanceOf(cause, IOException.class);
      Throwables.throwIfUnchecked(cause);
      throw new IllegalStateException(cause);
    }
  }

  private BufferedResponse run() throws IOException {
    // No streaming mode is set, because the JDK then drops the body of a 401.
    if (request.getStreamingContent() != null) {
      connection.setRequestProperty("Content-Type", request.getContentType());
      connection.setDoOutput(true);
    }
    connection.connect();
    isConnected = true;
    if (request.getStreamingContent() != null) {
      try (OutputStream out = connection.getOutputStream()) {
        request.getStreamingContent().writeTo(out);
      }
    }
    return BufferedResponse.read(connection);
  }
}
