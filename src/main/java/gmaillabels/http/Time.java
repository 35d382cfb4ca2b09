package gmaillabels.http;

import java.time.Instant;
import java.time.InstantSource;

/** The clocks and timeouts of a run, which tests replace. */
public class Time implements InstantSource {
  /** In milliseconds: to connect, between bytes, for a response, for all attempts and waits. */
  public record Timeouts(int connect, int read, int call, int total) {}

  /** The wall clock, for expiry times; it may be set at any moment. */
  @Override
  public Instant instant() {
    return Instant.now();
  }

  /** A clock that is never set, for timeouts. */
  public long nanos() {
    return System.nanoTime();
  }

  public void sleep(long millis) throws InterruptedException {
    Thread.sleep(millis);
  }

  public Timeouts timeouts() {
    // The total leaves room for a Retry-After of a minute.
    return new Timeouts(10_000, 30_000, 45_000, 65_000);
  }
}
