package gmaillabels.gmail;

import com.google.api.client.util.Sleeper;
import java.time.Duration;
import java.util.function.Consumer;

/** The waits between the tries of one thing: longer each time, and never the same for many runs. */
public final class BackOff {
  /** How often one thing is tried. */
  static final int TRIES = 5;

  private final Sleeper sleeper;
  private final Consumer<String> log;

  /**
   * Creates the waits.
   *
   * @param log takes a line about each wait
   */
  public BackOff(Sleeper sleeper, Consumer<String> log) {
    this.sleeper = sleeper;
    this.log = log;
  }

  /** One second after the first try, then two, four, eight, each give or take a half. */
  static Duration after(int tries) {
    return Duration.ofMillis((long) ((1000L << (tries - 1)) * (0.5 + Math.random())));
  }

  /** Waits, and tells why. */
  void sleep(Duration wait, String reason) {
    log.accept("waiting for " + wait.toMillis() + " ms before the next try: " + reason);
    try {
      sleeper.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
