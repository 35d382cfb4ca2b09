package gmaillabels.http;

import java.util.Optional;
import java.util.function.Consumer;

/** When a request is sent again: five attempts and about a minute at the most. */
public record RetryPolicy(Network network, Consumer<String> notice, Consumer<String> verbose) {
  private static final int MAX_RETRY_AFTER = 60_000;
  // With less time left, another attempt would only hide why the one before it failed.
  private static final int SHORTEST_ATTEMPT = 1000;

  /** The attempts for what begins now. */
  public Attempts start() {
    return new Attempts(5, false);
  }

  /** For what must not arrive twice: only a request that was never sent is sent again. */
  public Attempts sendingOnce() {
    return new Attempts(5, true);
  }

  /** A single attempt, for what the run can do without. */
  public Attempts once() {
    return new Attempts(1, false);
  }

  /** What is left of the attempts and of the time for one piece of work. */
  public final class Attempts {
    private final long deadline = network.clock().millis() + network.timeouts().total();
    private final boolean areSentOnce;
    private int max;
    private int made;

    private Attempts(int max, boolean areSentOnce) {
      this.max = max;
      this.areSentOnce = areSentOnce;
    }

    /** Begins an attempt and says how many milliseconds it may take. */
    long begin() {
      made++;
      return Math.min(network.timeouts().call(), deadline - network.clock().millis());
    }

    /** The JDK has sent it twice, and may send the next one twice: there must be room for both. */
    void countRepetition() {
      max -= 2;
    }

    /** False also where the last attempt was good. */
    boolean waitForNext(Attempt last) {
      return last.isRetryable()
          && (last.isUnsent() || !areSentOnce)
          && waitForNext(
              last.response().map(r -> r.connection().getHeaderField("Retry-After")),
              last.summary() + " (" + last.host() + ")");
    }

    /**
     * Waits before the next attempt: as long as the server asks for, else one second after the
     * first attempt, then two, four, eight, each give or take a half so that many runs spread out.
     * False, at once, if there should be no next attempt.
     */
    public boolean waitForNext(Optional<String> retryAfter, String reason) {
      long backoff = (long) ((1000L << (made - 1)) * (0.5 + Math.random()));
      long wait =
          retryAfter
              .map(String::strip)
              .filter(seconds -> seconds.matches("\\d{1,9}"))
              .map(seconds -> Long.parseLong(seconds) * 1000)
              .orElse(backoff);
      long end = network.clock().millis() + wait + SHORTEST_ATTEMPT;
      if (made >= max || wait > MAX_RETRY_AFTER || end > deadline) {
        return false;
      }
      notice.accept("%s, trying again in %d s".formatted(reason, (wait + 500) / 1000));
      verbose.accept("waiting for " + wait + " ms before the next try: " + reason);
      try {
        network.sleeper().sleep(wait);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
