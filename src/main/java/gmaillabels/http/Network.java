package gmaillabels.http;

import com.google.api.client.util.Sleeper;
import java.time.InstantSource;

/** The time that a run has, which tests replace. */
public record Network(InstantSource clock, Sleeper sleeper, Timeouts timeouts) {
  /** Milliseconds for a connection, the next bytes, a whole response, all attempts and waits. */
  public record Timeouts(int connect, int read, int call, int total) {
    // In all, a Retry-After of a minute still fits.
    public static final Timeouts NORMAL = new Timeouts(10_000, 30_000, 45_000, 65_000);
  }
}
