package gmaillabels.http;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.auth.http.HttpTransportFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 */
public final class RetryingTransport extends HttpTransport implements HttpTransportFactory {
  private final ProxyConnections connections;
  private final Timeouts timeouts;
  private final Supplier<RetryPolicy.Attempts> attempts;
  private final Consumer<String> verbose;
  private final boolean once;
  private final UnaryOperator<String> rewrite;

  /**
   * Creates a transport.
   *
   * @param attempts what a request may use up
   * @param verbose takes a line about each attempt, without any secret
   */
  public RetryingTransport(
      ProxyConnections connections,
      Timeouts timeouts,
      Supplier<RetryPolicy.Attempts> attempts,
      Consumer<String> verbose) {
    this(connections, timeouts, attempts, verbose, false, UnaryOperator.identity());
  }

  private RetryingTransport(
      ProxyConnections connections,
      Timeouts timeouts,
      Supplier<RetryPolicy.Attempts> attempts,
      Consumer<String> verbose,
      boolean once,
      UnaryOperator<String> rewrite) {
    this.connections = connections;
    this.timeouts = timeouts;
    this.attempts = attempts;
    this.verbose = verbose;
    this.once = once;
    this.rewrite = rewrite;
  }

  /** The same transport for requests that share these attempts. */
  public RetryingTransport within(RetryPolicy.Attempts shared) {
    return new RetryingTransport(connections, timeouts, () -> shared, verbose, once, rewrite);
  }

  /** The same transport for a request that must not arrive twice. */
  public RetryingTransport sendingOnce() {
    return new RetryingTransport(connections, timeouts, attempts, verbose, true, rewrite);
  }

  /** The same transport for a library that is not to see the content as it arrives. */
  public RetryingTransport rewriting(UnaryOperator<String> content) {
    return new RetryingTransport(connections, timeouts, attempts, verbose, once, content);
  }

  /** This transport, for google-auth-library. */
  @Override
  public HttpTransport create() {
    return this;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
    return new RetriedRequest(method, new URL(url));
  }

  private final class RetriedRequest extends LowLevelHttpRequest {
    private final String method;
    private final URL url;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();

    RetriedRequest(String method, URL url) {
      this.method = method;
      this.url = url;
    }

    @Override
    public void addHeader(String name, String value) {
      headers.add(Map.entry(name, value));
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      byte[] content = content();
      RetryPolicy.Attempts left = attempts.get();
      while (true) {
        Attempt attempt = attempt(content, left.begin());
        if (attempt.failure().isEmpty()) {
          return attempt.response().orElseThrow().rewritten(rewrite);
        }
        Optional<String> retryAfter = attempt.response().flatMap(r -> r.header("Retry-After"));
        boolean mayRepeat = !once || Attempt.isUnsent(attempt.failure().get().getCause());
        if (!attempt.isRetryable()
            || !mayRepeat
            || !left.waitForNext(retryAfter, reason(attempt))) {
          throw attempt.failure().get();
        }
      }
    }

    private String reason(Attempt attempt) {
      String what = attempt.response().isPresent() ? attempt.summary() : "no answer";
      return what + " from " + url.getHost();
    }

    /** Kept as bytes, to be sent as often as it takes. */
    private byte[] content() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (getStreamingContent() != null) {
        getStreamingContent().writeTo(bytes);
      }
      return bytes.toByteArray();
    }

    private Attempt attempt(byte[] content, Duration limit) {
      long start = System.nanoTime();
      Attempt attempt;
      try {
        attempt = Attempt.received(url.getHost(), send(content, limit));
      } catch (Throwable e) {
        // The JDK lets more than IOExceptions escape when the other side does not speak HTTP.
        attempt = Attempt.failed(url.getHost(), connections.proxyHost(url), e);
      }
      // Without the query, which may hold anything.
      verbose.accept(
          "%s %s://%s%s: %s, %d ms"
              .formatted(
                  method,
                  url.getProtocol(),
                  url.getAuthority(),
                  url.getPath(),
                  attempt.summary(),
                  (System.nanoTime() - start) / 1_000_000));
      return attempt;
    }

    /** Sends the request once, in bounded time. */
    private BufferedResponse send(byte[] content, Duration limit) throws Throwable {
      HttpURLConnection connection = connections.openConnection(url);
      // On a thread of its own, because name look-ups know no timeout and a read timeout starts
      // anew with every byte.
      FutureTask<BufferedResponse> task = new FutureTask<>(() -> exchange(connection, content));
      startDaemon("request", task);
      try {
        return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw e.getCause();
      } catch (TimeoutException e) {
        task.cancel(true);
        // Not here: the JDK may make it wait for a read to end.
        startDaemon("disconnect", connection::disconnect).join(1000);
        throw new SocketTimeoutException();
      }
    }

    private BufferedResponse exchange(HttpURLConnection connection, byte[] content)
        throws IOException {
      boolean complete = false;
      try {
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) timeouts.connect().toMillis());
        connection.setReadTimeout((int) timeouts.read().toMillis());
        headers.forEach(
            header -> connection.addRequestProperty(header.getKey(), header.getValue()));
        if (getContentType() != null) {
          connection.setRequestProperty("Content-Type", getContentType());
          connection.setDoOutput(true);
          // The JDK then looks whether a kept connection is still open before it takes it.
          connection.setFixedLengthStreamingMode(content.length);
          try (OutputStream out = connection.getOutputStream()) {
            out.write(content);
          }
        }
        BufferedResponse response = BufferedResponse.read(connection);
        complete = true;
        return response;
      } finally {
        // A complete one leaves its connection, handshake included, to the next request.
        if (!complete) {
          connection.disconnect();
        }
      }
    }
  }

  private static Thread startDaemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
