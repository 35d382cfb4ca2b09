package gmaillabels.http;

import com.google.api.client.util.Sleeper;
import java.time.Clock;

/**
 * The time that a run has, which tests replace.
 *
 * @param sleeper waits between attempts; must be as fast as {@code clock}
 */
public record Network(Clock clock, Sleeper sleeper, Timeouts timeouts) {}
