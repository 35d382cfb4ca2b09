package gmaillabels;

/**
 * The class that {@code java.util.logging} loads in place of its configuration file, so that
 * nothing is shown: the libraries log, with stack traces, failures that this program reports.
 */
public final class SilentLogging {}
