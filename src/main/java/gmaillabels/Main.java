package gmaillabels;

import gmaillabels.auth.CommandBrowser;
import gmaillabels.cli.Environment;
import gmaillabels.cli.GmailLabels;
import gmaillabels.cli.IoStreams;
import gmaillabels.error.ExitCode;
import gmaillabels.http.Time;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/** Starts the program; no other class ends the process. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Keeps ASCII digits in every locale.
    Locale.setDefault(Locale.ROOT);
    // The JDK's classes read these properties once, when they are loaded.
    Properties properties = System.getProperties();
    // As text, because the JDK loads these classes itself, the second only for a sign-in.
    properties.putIfAbsent("java.util.logging.config.class", "gmaillabels.SilentLogging");
    properties.putIfAbsent(
        LoopbackHttpServerProvider.PROPERTY, "gmaillabels.LoopbackHttpServerProvider");
    // In seconds; by default an unfinished request keeps its thread for ever.
    properties.putIfAbsent("sun.net.httpserver.maxReqTime", "2");
    // The program itself decides which requests are sent again.
    properties.putIfAbsent("sun.net.http.retryPost", "false");
    // By default the JDK keeps a connection after a timeout, to read the rest of the response.
    properties.putIfAbsent("http.KeepAlive.remainingData", "0");
    // By default the JDK sends no password to the proxy of an https connection.
    properties.putIfAbsent("jdk.http.auth.tunneling.disabledSchemes", "");
    String workingDirectory = properties.getProperty("user.dir");
    if (workingDirectory.indexOf('\uFFFD') >= 0) {
      // This locale cannot represent the path, and in Java 17 every request would fail, because
      // the class FilePermission parses this property.
      properties.setProperty("user.dir", "/");
    }
    new TlsWarmUp().start();
    System.exit(run(workingDirectory, args).code());
  }

  private static ExitCode run(String workingDirectory, String[] args) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    Set<String> proxies = Set.of("https.proxyHost", "http.proxyHost", "socksProxyHost");
    if (!Collections.disjoint(System.getProperties().keySet(), proxies)) {
      // Java's own proxy properties win, because they were set for this program.
      variables.keySet().removeIf(name -> name.matches("(?i)https?_proxy"));
    }
    String platform = System.getProperty("os.name");
    Environment environment =
        new Environment(
            variables,
            workingDirectory,
            System.getProperty("user.home"),
            platform,
            program(),
            version());
    IoStreams streams =
        new IoStreams(
            System.in,
            new StandardOutput(),
            new PrintStream(
                new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8),
            new Terminals());
    CommandBrowser browser = new CommandBrowser(variables, platform);
    return new GmailLabels(environment, streams, new Time(), browser).run(args);
  }

  /** The command that starts the program. */
  private static List<String> program() {
    // The start script sets this property.
    String script = System.getProperty("gmail-labels.command");
    if (script != null) {
      return List.of(script);
    }
    return Main.class.getModule().isNamed()
        ? List.of(System.getProperty("java.home") + "/bin/java", "-m", "gmaillabels")
        : List.of("java", "-jar", System.getProperty("java.class.path"));
  }

  /** The version in the module's descriptor, or in the jar's manifest. */
  private static String version() {
    Module module = Main.class.getModule();
    String version =
        module.isNamed()
            ? module.getDescriptor().rawVersion().orElse(null)
            : Main.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "development");
  }
}
