package gmaillabels.http;

import com.google.api.client.util.Sleeper;
import java.time.Clock;

/** The time that a run has, which tests replace. */
public record Network(Clock clock, Sleeper sleeper, Timeouts timeouts) {}
