package gmaillabels.gmail;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.auth.http.HttpTransportFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What every request to Google goes through, the library's own to the token endpoint included: it
 * repeats what is worth repeating, ends in bounded time, reads bounded answers, follows no redirect
 * and lets through only what Google may have sent. The libraries themselves retry nothing, and
 * would send a refresh token on to wherever a redirect points.
 */
public final class RetryingTransport extends HttpTransport implements HttpTransportFactory {
  private final HttpTransport wire;
  private final Patience patience;
  private final Clock clock;
  private final BackOff backOff;
  private final Consumer<String> log;

  /**
   * Creates a transport.
   *
   * @param wire sends a request once
   * @param backOff says when to try again
   * @param log takes a line about each request, without any secret
   */
  public RetryingTransport(
      HttpTransport wire, Patience patience, Clock clock, BackOff backOff, Consumer<String> log) {
    this.wire = wire;
    this.patience = patience;
    this.clock = clock;
    this.backOff = backOff;
    this.log = log;
  }

  /** This transport, for google-auth-library, without a lambda that would take a millisecond. */
  @Override
  public HttpTransport create() {
    return this;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new Tries(method, url);
  }

  private final class Tries extends LowLevelHttpRequest implements Callable<Answer> {
    private final String method;
    private final GenericUrl url;
    private final URI uri;
    private final Map<String, List<String>> headers = new TreeMap<>();

    Tries(String method, String url) {
      this.method = method;
      this.url = new GenericUrl(url, true);
      this.uri = URI.create(url);
    }

    @Override
    public void addHeader(String name, String value) {
      // No lambda on the way of a plain listing: at its first use each takes a millisecond.
      headers.putIfAbsent(name, new ArrayList<>());
      headers.get(name).add(value);
    }

    @Override
    public LowLevelHttpResponse execute() {
      Instant deadline = backOff.deadline();
      for (int tries = 1; ; tries++) {
        Outcome outcome = once(deadline);
        if (outcome.failure().isEmpty()) {
          return outcome.answer();
        }
        if (!outcome.isWorthAnotherTry()
            || !backOff.waitAfter(tries, deadline, outcome.retryAfter(), outcome.summary())) {
          throw outcome.failure().get();
        }
      }
    }

    private Outcome once(Instant deadline) {
      Duration limit = Duration.between(clock.instant(), deadline);
      limit = limit.compareTo(patience.oneTry()) < 0 ? limit : patience.oneTry();
      Instant start = clock.instant();
      // On a thread of its own, because name look-ups know no timeout and a read timeout starts
      // anew with every byte.
      FutureTask<Answer> task = new FutureTask<>(this);
      Thread thread = new Thread(task, "request");
      thread.setDaemon(true);
      thread.start();
      Outcome outcome;
      try {
        outcome = Outcome.of(uri.getHost(), task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
      } catch (ExecutionException e) {
        outcome = Outcome.of(uri.getHost(), e.getCause());
      } catch (TimeoutException e) {
        outcome = Outcome.of(uri.getHost(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        outcome = Outcome.of(uri.getHost(), e);
      }
      long millis = Duration.between(start, clock.instant()).toMillis();
      log.accept(
          method
              + " "
              + uri.getScheme()
              + "://"
              + uri.getRawAuthority()
              + uri.getRawPath()
              + ": "
              + outcome.summary()
              + ", "
              + millis
              + " ms");
      return outcome;
    }

    @Override
    public Answer call() throws IOException {
      HttpRequest request =
          wire.createRequestFactory()
              .buildRequest(method, url, getStreamingContent() == null ? null : new Content())
              .setSuppressUserAgentSuffix(true)
              .setConnectTimeout((int) patience.connect().toMillis())
              .setReadTimeout((int) patience.read().toMillis())
              .setFollowRedirects(false)
              .setNumberOfRetries(0)
              .setThrowExceptionOnExecuteError(false)
              .setResponseReturnRawInputStream(true)
              .setLoggingEnabled(false);
      HttpHeaders sent = new HttpHeaders();
      sent.putAll(headers);
      request.setHeaders(sent);
      HttpResponse response = request.execute();
      boolean complete = false;
      try {
        Answer answer = Answer.read(response);
        complete = true;
        return answer;
      } finally {
        // Only then: the next batch can use the connection, with the handshake behind it.
        if (!complete) {
          response.disconnect();
        }
      }
    }

    /** The content of the outer request, which the inner one sends as it is. */
    private final class Content implements HttpContent {
      @Override
      public long getLength() {
        return getContentLength();
      }

      @Override
      public String getType() {
        return getContentType();
      }

      @Override
      public boolean retrySupported() {
        return true;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        getStreamingContent().writeTo(out);
      }
    }
  }
}
