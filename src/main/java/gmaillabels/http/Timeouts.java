package gmaillabels.http;

import java.time.Duration;

/**
 * How long to wait for what.
 *
 * @param read for the next bytes of a response
 * @param call for a whole response, however slowly it trickles in
 * @param total for all attempts and the waits between them; a Retry-After of a minute still fits
 */
public record Timeouts(Duration connect, Duration read, Duration call, Duration total) {
  public static final Timeouts NORMAL =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(45),
          Duration.ofSeconds(65));
}
