package gmaillabels.http;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import gmaillabels.http.RetryPolicy.Attempts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What every request to Google goes through, the libraries' own to the token endpoint included. The
 * libraries themselves retry nothing, have no limit for a whole response, and would send a refresh
 * token on to wherever a redirect points.
 */
public record RetryingTransport(ProxyConnections connections, RetryPolicy policy) {
  /** Each request asks for its attempts; the library sees the content as rewritten. */
  public HttpTransport create(Supplier<Attempts> attempts, UnaryOperator<String> rewrite) {
    return new HttpTransport() {
      @Override
      protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        return new RetriedRequest(method, new URL(url), attempts.get(), rewrite);
      }
    };
  }

  private final class RetriedRequest extends LowLevelHttpRequest {
    private final String method;
    private final URL url;
    private final Attempts attempts;
    private final UnaryOperator<String> rewrite;
    private final Map<String, String> headers = new LinkedHashMap<>();

    RetriedRequest(String method, URL url, Attempts attempts, UnaryOperator<String> rewrite) {
      this.method = method;
      this.url = url;
      this.attempts = attempts;
      this.rewrite = rewrite;
    }

    @Override
    public void addHeader(String name, String value) {
      headers.put(name, value);
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      Attempt attempt;
      do {
        attempt = attempt(connections.openConnection(url));
      } while (attempts.waitForNext(attempt));
      if (attempt.failure().isPresent()) {
        throw attempt.failure().get();
      }
      return attempt.response().orElseThrow().toLowLevel(rewrite);
    }

    private Attempt attempt(HttpURLConnection connection) {
      long start = System.nanoTime();
      Attempt attempt;
      try {
        attempt = Attempt.received(url.getHost(), send(connection));
      } catch (Throwable e) {
        // The JDK lets more than IOExceptions escape when the other side does not speak HTTP.
        attempt = Attempt.failed(url.getHost(), connections.firstHost(url), e);
        if (method.equals("GET") && Attempt.isClosedWithoutResponse(e)) {
          attempts.countRepetition();
        }
      }
      // Without the query, which may hold anything.
      String request = method + " " + url.toString().split("\\?")[0];
      long millis = (System.nanoTime() - start) / 1_000_000;
      policy.verbose().accept(request + ": " + attempt.summary() + ", " + millis + " ms");
      return attempt;
    }

    /** Sends the request once, in bounded time. */
    private BufferedResponse send(HttpURLConnection connection) throws Throwable {
      // On a thread of its own, because name look-ups know no timeout and a read timeout starts
      // anew with every byte.
      FutureTask<BufferedResponse> task = new FutureTask<>(() -> exchange(connection));
      new Thread(task, "request").start();
      try {
        // A complete response leaves its connection, handshake included, to the next request.
        return task.get(attempts.begin(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        task.cancel(true);
        // Not here: the JDK may make it wait for a read to end.
        Thread disconnect = new Thread(connection::disconnect, "disconnect");
        disconnect.start();
        disconnect.join(1000);
        throw e instanceof ExecutionException ? e.getCause() : new SocketTimeoutException();
      }
    }

    private BufferedResponse exchange(HttpURLConnection connection) throws IOException {
      connection.setRequestMethod(method);
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(policy.network().timeouts().connect());
      connection.setReadTimeout(policy.network().timeouts().read());
      headers.forEach(connection::setRequestProperty);
      if (getStreamingContent() != null) {
        connection.setRequestProperty("Content-Type", getContentType());
        connection.setDoOutput(true);
        // The JDK then looks whether a kept connection is still open before it takes it.
        connection.setFixedLengthStreamingMode(getContentLength());
        try (OutputStream out = connection.getOutputStream()) {
          getStreamingContent().writeTo(out);
        }
      }
      return BufferedResponse.read(connection);
    }
  }
}
