package gmaillabels.gmail;

import com.google.api.client.util.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;

/** When to try a thing again, and for how long: five times and about a minute at the most. */
public final class BackOff {
  private static final int TRIES = 5;
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

  /** With less time left a try would only hide why the one before it failed. */
  private static final Duration SHORTEST_TRY = Duration.ofSeconds(1);

  private final Clock clock;
  private final Sleeper sleeper;
  private final Duration allTries;
  private final Consumer<String> log;

  /**
   * Creates the rule.
   *
   * @param sleeper waits between tries; must be as fast as {@code clock}
   * @param log takes a line about each wait
   */
  public BackOff(Clock clock, Sleeper sleeper, Patience patience, Consumer<String> log) {
    this.clock = clock;
    this.sleeper = sleeper;
    this.allTries = patience.allTries();
    this.log = log;
  }

  /** When the last try of what begins now must have ended. */
  Instant deadline() {
    return clock.instant().plus(allTries);
  }

  /**
   * Waits before the next try: as long as the server asks for, else one second after the first try,
   * then two, four, eight, each give or take a half so that many runs spread out.
   *
   * @param tries how many there have been
   * @param retryAfter the header's value, or null
   * @return false, at once, if there should be no next try
   */
  boolean waitAfter(int tries, Instant deadline, String retryAfter, String reason) {
    Duration wait = Duration.ofMillis((long) ((1000L << (tries - 1)) * (0.5 + Math.random())));
    Duration asked = retryAfter == null ? Duration.ofSeconds(-1) : parse(retryAfter.strip());
    wait = asked.isNegative() ? wait : asked;
    if (tries >= TRIES
        || wait.compareTo(LONGEST_RETRY_AFTER) > 0
        || clock.instant().plus(wait).plus(SHORTEST_TRY).isAfter(deadline)) {
      return false;
    }
    log.accept("waiting for " + wait.toMillis() + " ms before the next try: " + reason);
    try {
      sleeper.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return true;
  }

  /** Seconds or a date (RFC 9110, 10.2.3); negative if it is neither. */
  private Duration parse(String retryAfter) {
    try {
      return Duration.ofSeconds(Long.parseLong(retryAfter));
    } catch (NumberFormatException notSeconds) {
      try {
        ZonedDateTime date = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME);
        return Duration.between(clock.instant(), date.toInstant());
      } catch (DateTimeParseException notDate) {
        return Duration.ofSeconds(-1);
      }
    }
  }
}
