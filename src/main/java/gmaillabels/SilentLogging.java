package gmaillabels;

/**
 * Replaces the configuration file of {@code java.util.logging}, so that nothing is logged. The
 * libraries would log failures that this program reports itself, with stack traces.
 */
public final class SilentLogging {}
