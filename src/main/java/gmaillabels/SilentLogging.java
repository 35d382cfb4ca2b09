package gmaillabels;

/**
 * What {@code java.util.logging} makes instead of reading its configuration, so that nothing is
 * shown: the libraries log failures, with traces, that this program reports itself.
 */
public final class SilentLogging {}
