package gmaillabels.http;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import gmaillabels.error.Reporter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends all requests to Google. The libraries themselves retry nothing, have no timeout for a whole
 * response, and would send a refresh token to wherever a redirect points.
 */
public final class RetryingTransport {
  private static final int ATTEMPTS = 5;

  private final ProxyConnections connections;
  private final Time time;
  private final Reporter reporter;

  public RetryingTransport(ProxyConnections connections, Time time, Reporter reporter) {
    this.connections = connections;
    this.time = time;
    this.reporter = reporter;
  }

  /** Five attempts in about a minute. */
  public RetryBudget budget() {
    return new RetryBudget(ATTEMPTS, false, time, reporter);
  }

  /**
   * For a request that must not arrive twice: another attempt follows only a failure to connect.
   */
  public RetryBudget budgetForSendingOnce() {
    return new RetryBudget(ATTEMPTS, true, time, reporter);
  }

  /** One attempt, for a request whose response the run can do without. */
  public RetryBudget budgetForOneAttempt() {
    return new RetryBudget(1, false, time, reporter);
  }

  public Time time() {
    return time;
  }

  /** Each request takes a budget from the supplier. */
  public HttpTransport create(Supplier<RetryBudget> budgets) {
    return recording(budgets, content -> {});
  }

  /** Also records accepted responses, because the libraries keep only a part of some. */
  public HttpTransport recording(Supplier<RetryBudget> budgets, Consumer<String> recorder) {
    return new HttpTransport() {
      @Override
      protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        return new RetriedRequest(method, new URL(url), budgets.get(), recorder);
      }
    };
  }

  private final class RetriedRequest extends LowLevelHttpRequest {
    private final String method;
    private final URL url;
    private final RetryBudget budget;
    private final Consumer<String> recorder;
    private final Map<String, String> headers = new LinkedHashMap<>();

    RetriedRequest(String method, URL url, RetryBudget budget, Consumer<String> recorder) {
      this.method = method;
      this.url = url;
      this.budget = budget;
      this.recorder = recorder;
    }

    @Override
    public void addHeader(String name, String value) {
      headers.put(name, value);
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      while (true) {
        Exchange exchange = new Exchange(open(), this);
        AttemptFailure failure;
        long start = time.nanos();
        try {
          BufferedResponse response = exchange.run(budget.begin());
          end(start, response.toString());
          Optional<AttemptFailure> unusable = AttemptFailure.of(response, url, connections);
          if (unusable.isEmpty()) {
            if (response.getStatusCode() < 400) {
              recorder.accept(response.text());
            }
            return response;
          }
          failure = unusable.get();
        } catch (IOException e) {
          failure = AttemptFailure.of(e, exchange.isConnected(), url, connections);
          end(start, failure.summary());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException();
        }
        budget.waitAfter(failure);
      }
    }

    private void end(long start, String result) {
      long millis = (time.nanos() - start) / 1_000_000;
      budget.end(millis);
      // Without the query, which may contain a secret.
      String request = method + " " + url.toString().split("\\?")[0];
      reporter.verbose(request + ": " + result + ", " + millis + " ms");
    }

    private HttpURLConnection open() throws IOException {
      HttpURLConnection connection = connections.openConnection(url);
      connection.setRequestMethod(method);
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(time.timeouts().connect());
      connection.setReadTimeout(time.timeouts().read());
      headers.forEach(connection::setRequestProperty);
      return connection;
    }
  }
}
