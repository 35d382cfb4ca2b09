package gmaillabels;

/**
 * The class that {@code java.util.logging} loads in place of its configuration file, so that
 * nothing is shown: the libraries log failures, with traces, that this program reports itself.
 */
public final class SilentLogging {}
