package gmaillabels.cli;

import com.google.api.client.util.Sleeper;
import gmaillabels.auth.Browser;
import gmaillabels.gmail.Patience;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The process as a value: all that a run takes from the machine it runs on.
 *
 * @param program the words with which the program was started
 * @param version of the program
 * @param variables the environment
 * @param workingDirectory what relative paths start from
 * @param home the person's home directory, which may be no path in the locale
 * @param windows whether configuration lies where Windows has it
 * @param out takes the labels; its exceptions are not swallowed
 * @param err takes everything that is said to the person
 * @param streams what {@code out} and {@code err} lead to
 * @param sleeper waits between tries
 * @param patience how long to wait for the network
 */
public record Surroundings(
    List<String> program,
    String version,
    Map<String, String> variables,
    Path workingDirectory,
    String home,
    boolean windows,
    InputStream in,
    OutputStream out,
    PrintStream err,
    StandardStreams streams,
    Clock clock,
    Sleeper sleeper,
    Patience patience,
    Browser browser) {}
