package gmaillabels;

/**
 * A configuration of {@code java.util.logging} in which nothing is ever shown: the libraries log
 * failures, with traces, that this program reports itself. The log manager makes one of it instead
 * of reading the JDK's file.
 */
public final class SilentLogging {}
