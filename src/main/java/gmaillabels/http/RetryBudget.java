package gmaillabels.http;

import gmaillabels.error.Reporter;
import gmaillabels.error.Retries;
import java.util.Optional;

/**
 * The attempts and the time that are left for a request. Only attempts and the waits between them
 * use up the time, not a sign-in of the user in between.
 */
public final class RetryBudget {
  private static final int MAX_RETRY_AFTER = 60_000;
  // A rate limit holds for a minute; the extra second is for the network.
  private static final int RATE_LIMIT_PERIOD = 61_000;
  // With less time left, another attempt would time out and hide why the one before it failed.
  private static final int SHORTEST_ATTEMPT = 1000;

  private final int attempts;
  private final boolean isSentOnce;
  private final Time time;
  private final Reporter reporter;
  private int made;
  private long millisLeft;

  RetryBudget(int attempts, boolean isSentOnce, Time time, Reporter reporter) {
    this.attempts = attempts;
    this.isSentOnce = isSentOnce;
    this.time = time;
    this.reporter = reporter;
    millisLeft = time.timeouts().total();
  }

  /** Starts anew after an attempt that brought some of the results, which counts as the first. */
  public void restart() {
    made = 1;
    millisLeft = time.timeouts().total();
  }

  /** Begins an attempt and returns how many milliseconds it may take. */
  long begin() {
    made++;
    return Math.min(time.timeouts().call(), Math.max(millisLeft, SHORTEST_ATTEMPT));
  }

  void end(long millis) {
    millisLeft -= millis;
  }

  /**
   * Waits before another attempt: as long as the server asks for, else about one second after the
   * first attempt, then two, four and eight, each varied by half so that many runs spread out. If
   * there should be no other attempt, it throws the problem to report at once.
   */
  public void waitAfter(AttemptFailure failure) {
    Optional<Long> pause =
        failure
            .retryAfter()
            .map(String::strip)
            .filter(seconds -> seconds.matches("\\d{1,9}"))
            .map(seconds -> Long.parseLong(seconds) * 1000);
    long wait = pause.orElseGet(() -> backoff(failure.retry()));
    boolean isTooLong = wait > MAX_RETRY_AFTER || wait + SHORTEST_ATTEMPT > millisLeft;
    boolean isLast =
        made >= attempts
            || failure.retry() == Retry.NEVER
            || (isSentOnce && failure.retry() != Retry.UNSENT);
    if (isLast || isTooLong) {
      long pauseTooLong = isTooLong && !isLast ? pause.orElse(0L) / 1000 : 0;
      throw failure.problem().apply(new Retries(made, pauseTooLong));
    }
    reporter.notice("%s, trying again in %d s".formatted(failure.summary(), (wait + 500) / 1000));
    reporter.verbose("waiting for " + wait + " ms before the next attempt: " + failure.summary());
    try {
      time.sleep(wait);
      millisLeft -= wait;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure.problem().apply(new Retries(made, 0));
    }
  }

  private long backoff(Retry retry) {
    long backoff = (long) ((1000L << (made - 1)) * (0.5 + Math.random()));
    // The last attempt after a rate limit is made when a minute has passed since the first one.
    return retry == Retry.RATE_LIMIT && made == attempts - 1
        ? Math.max(backoff, millisLeft - (time.timeouts().total() - RATE_LIMIT_PERIOD))
        : backoff;
  }
}
