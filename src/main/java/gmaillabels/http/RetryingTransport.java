package gmaillabels.http;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.auth.http.HttpTransportFactory;
import gmaillabels.error.CliException;
import gmaillabels.http.RetryPolicy.Attempts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What every request to Google goes through, the libraries' own to the token endpoint included. The
 * libraries themselves retry nothing, have no limit for a whole response, and would send a refresh
 * token on to wherever a redirect points.
 *
 * @param attempts what a request may use up
 * @param once whether a request must not arrive twice
 * @param rewrite what a library gets to see of the content of a response
 */
public record RetryingTransport(
    ProxyConnections connections,
    Timeouts timeouts,
    Supplier<Attempts> attempts,
    Consumer<String> verbose,
    boolean once,
    UnaryOperator<String> rewrite)
    implements HttpTransportFactory {

  public RetryingTransport(
      ProxyConnections connections,
      Timeouts timeouts,
      Supplier<Attempts> attempts,
      Consumer<String> verbose) {
    this(connections, timeouts, attempts, verbose, false, UnaryOperator.identity());
  }

  /** For requests that share these attempts. */
  public RetryingTransport within(Attempts shared) {
    return new RetryingTransport(connections, timeouts, () -> shared, verbose, once, rewrite);
  }

  public RetryingTransport sendingOnce() {
    return new RetryingTransport(connections, timeouts, attempts, verbose, true, rewrite);
  }

  public RetryingTransport rewriting(UnaryOperator<String> content) {
    return new RetryingTransport(connections, timeouts, attempts, verbose, once, content);
  }

  @Override
  public HttpTransport create() {
    return new HttpTransport() {
      @Override
      protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        return new RetriedRequest(method, new URL(url));
      }
    };
  }

  private final class RetriedRequest extends LowLevelHttpRequest {
    private final String method;
    private final URL url;
    private final Map<String, String> headers = new LinkedHashMap<>();

    RetriedRequest(String method, URL url) {
      this.method = method;
      this.url = url;
    }

    @Override
    public void addHeader(String name, String value) {
      headers.put(name, value);
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      if (getStreamingContent() != null) {
        getStreamingContent().writeTo(content);
      }
      Attempts left = attempts.get();
      while (true) {
        Attempt attempt = attempt(content.toByteArray(), left.begin());
        if (attempt.failure().isEmpty()) {
          return attempt.response().orElseThrow().toLowLevel(rewrite);
        }
        if (attempt.wasRepeated(method)) {
          left.countRepetition();
        }
        boolean mayRepeat = !once || Attempt.isUnsent(attempt.failure().get().getCause());
        String what = attempt.response().isPresent() ? attempt.summary() : "no answer";
        Optional<String> retryAfter = attempt.response().flatMap(r -> r.header("Retry-After"));
        if (!attempt.isRetryable()
            || !mayRepeat
            || !left.waitForNext(retryAfter, what + " from " + url.getHost())) {
          throw attempt.failure().get();
        }
      }
    }

    private Attempt attempt(byte[] content, Duration limit) {
      long start = System.nanoTime();
      Attempt attempt;
      try {
        BufferedResponse response = send(content, limit);
        attempt = Attempt.received(url.getHost(), () -> connections.proxyHost(url), response);
      } catch (CliException e) {
        throw e;
      } catch (Throwable e) {
        // The JDK lets more than IOExceptions escape when the other side does not speak HTTP.
        attempt = Attempt.failed(url.getHost(), connections.proxyHost(url), e);
      }
      // Without the query, which may hold anything.
      String address = url.getProtocol() + "://" + url.getAuthority() + url.getPath();
      long millis = (System.nanoTime() - start) / 1_000_000;
      verbose.accept(method + " " + address + ": " + attempt.summary() + ", " + millis + " ms");
      return attempt;
    }

    /** Sends the request once, in bounded time. */
    private BufferedResponse send(byte[] content, Duration limit) throws Throwable {
      HttpURLConnection connection = connections.openConnection(url);
      // On a thread of its own, because name look-ups know no timeout and a read timeout starts
      // anew with every byte.
      FutureTask<BufferedResponse> task = new FutureTask<>(() -> exchange(connection, content));
      new Thread(task, "request").start();
      try {
        return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw e.getCause();
      } catch (TimeoutException e) {
        task.cancel(true);
        // Not here: the JDK may make it wait for a read to end.
        Thread disconnect = new Thread(connection::disconnect, "disconnect");
        disconnect.start();
        disconnect.join(1000);
        throw new SocketTimeoutException();
      }
    }

    private BufferedResponse exchange(HttpURLConnection connection, byte[] content)
        throws IOException {
      try {
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) timeouts.connect().toMillis());
        connection.setReadTimeout((int) timeouts.read().toMillis());
        headers.forEach(connection::setRequestProperty);
        if (getContentType() != null) {
          connection.setRequestProperty("Content-Type", getContentType());
          connection.setDoOutput(true);
          // The JDK then looks whether a kept connection is still open before it takes it.
          connection.setFixedLengthStreamingMode(content.length);
          try (OutputStream out = connection.getOutputStream()) {
            out.write(content);
          }
        }
        return BufferedResponse.read(connection);
      } catch (Throwable e) {
        // A complete response leaves its connection, handshake included, to the next request.
        connection.disconnect();
        throw e;
      }
    }
  }
}
