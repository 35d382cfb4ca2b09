package gmaillabels.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** When a request is sent again: five attempts and about a minute at the most. */
public record RetryPolicy(Network network, Consumer<String> notice, Consumer<String> verbose) {
  private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(60);

  /** With less time left, another attempt would only hide why the one before it failed. */
  private static final Duration SHORTEST_ATTEMPT = Duration.ofSeconds(1);

  /** The attempts for what begins now. */
  public Attempts start() {
    return new Attempts(5);
  }

  /** A single attempt, for what the run can do without. */
  public Attempts once() {
    return new Attempts(1);
  }

  /** What is left of the attempts and of the time for one piece of work. */
  public final class Attempts {
    private final Instant deadline = network.clock().instant().plus(network.timeouts().total());
    private int max;
    private int made;

    private Attempts(int max) {
      this.max = max;
    }

    /** Begins an attempt and says how long it may take. */
    Duration begin() {
      made++;
      Duration left = Duration.between(network.clock().instant(), deadline);
      Duration call = network.timeouts().call();
      return left.compareTo(call) < 0 ? left : call;
    }

    /** The JDK has sent it twice, and may do so again: there must be room for both. */
    void countRepetition() {
      made++;
      max--;
    }

    /**
     * Waits before the next attempt: as long as the server asks for, else one second after the
     * first attempt, then two, four, eight, each give or take a half so that many runs spread out.
     * False, at once, if there should be no next attempt.
     */
    public boolean waitForNext(Optional<String> retryAfter, String reason) {
      long backoff = (long) ((1000L << (made - 1)) * (0.5 + Math.random()));
      Duration wait =
          retryAfter
              .map(String::strip)
              .filter(seconds -> seconds.matches("\\d{1,9}"))
              .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
              .orElse(Duration.ofMillis(backoff));
      if (made >= max
          || wait.compareTo(MAX_RETRY_AFTER) > 0
          || network.clock().instant().plus(wait).plus(SHORTEST_ATTEMPT).isAfter(deadline)) {
        return false;
      }
      notice.accept("%s, trying again in %d s".formatted(reason, wait.plusMillis(500).toSeconds()));
      verbose.accept("waiting for " + wait.toMillis() + " ms before the next try: " + reason);
      try {
        network.sleeper().sleep(wait.toMillis());
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
