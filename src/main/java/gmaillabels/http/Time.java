package gmaillabels.http;

import java.time.Instant;
import java.time.InstantSource;

/** The time of a run, which tests replace. */
public class Time implements InstantSource {
  /** Milliseconds for a connection, the next bytes, a whole response, all attempts and waits. */
  public record Timeouts(int connect, int read, int call, int total) {}

  /** By the wall clock, which may be set at any moment: for what expires. */
  @Override
  public Instant instant() {
    return Instant.now();
  }

  /** By a clock that nobody sets: for deadlines. */
  public long nanos() {
    return System.nanoTime();
  }

  public void sleep(long millis) throws InterruptedException {
    Thread.sleep(millis);
  }

  public Timeouts timeouts() {
    // In all, a Retry-After of a minute still fits.
    return new Timeouts(10_000, 30_000, 45_000, 65_000);
  }
}
