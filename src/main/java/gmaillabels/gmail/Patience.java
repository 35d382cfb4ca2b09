package gmaillabels.gmail;

import java.time.Duration;

/**
 * How long to wait for what.
 *
 * @param connect for a connection
 * @param read for the next bytes of an answer
 * @param oneTry for a whole answer, however slowly it trickles in
 * @param allTries for all tries and the waits between them; a Retry-After of a minute still fits
 */
public record Patience(Duration connect, Duration read, Duration oneTry, Duration allTries) {
  /** What a cron job can bear. */
  public static final Patience NORMAL =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(45),
          Duration.ofSeconds(65));
}
