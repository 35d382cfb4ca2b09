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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The process. Its package is the only place that touches {@link System}, and it alone exits. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Or numbers would have the digits of the locale.
    Locale.setDefault(Locale.ROOT);
    // The JDK reads its properties once, so they are set before any of its classes load.
    Properties properties = System.getProperties();
    // By name, because the JDK makes them, and only a sign-in needs the second.
    properties.putIfAbsent("java.util.logging.config.class", "gmaillabels.SilentLogging");
    properties.putIfAbsent(
        LoopbackHttpServerProvider.PROPERTY, "gmaillabels.LoopbackHttpServerProvider");
    // Seconds: a half-sent request would hold its thread for ever.
    properties.putIfAbsent("sun.net.httpserver.maxReqTime", "2");
    // This program decides itself what is sent again.
    properties.putIfAbsent("sun.net.http.retryPost", "false");
    // A request that timed out would leave its connection open for the rest of a response.
    properties.putIfAbsent("http.KeepAlive.remainingData", "0");
    // Or a proxy could not be given the password that its variable holds.
    properties.putIfAbsent("jdk.http.auth.tunneling.disabledSchemes", "");
    String workingDirectory = properties.getProperty("user.dir");
    if (workingDirectory.indexOf('\uFFFD') >= 0) {
      // Java 17 cannot make a request in a directory whose path the locale cannot hold: a class
      // that it loads, FilePermission, fails to read this property.
      properties.setProperty("user.dir", "/");
    }
    new TlsWarmUp().start();
    System.exit(run(workingDirectory, args).code());
  }

  private static ExitCode run(String workingDirectory, String[] args) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    if (Stream.of("https.proxyHost", "http.proxyHost", "socksProxyHost")
        .anyMatch(System.getProperties()::containsKey)) {
      // Whoever sets Java's own properties means them for this program, and variables for others.
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
    Map<Integer, Boolean> terminals = new ConcurrentHashMap<>();
    IoStreams streams =
        new IoStreams(
            System.in,
            new StandardOutput(),
            new PrintStream(
                new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8),
            descriptor -> terminals.computeIfAbsent(descriptor, Descriptor::isTerminal));
    CommandBrowser browser = new CommandBrowser(variables, platform);
    return new GmailLabels(environment, streams, new Time(), browser).run(args);
  }

  /** The words that started the program. */
  private static List<String> program() {
    // The start script sets it.
    String script = System.getProperty("gmail-labels.command");
    if (script != null) {
      return List.of(script);
    }
    return Main.class.getModule().isNamed()
        ? List.of(System.getProperty("java.home") + "/bin/java", "-m", "gmaillabels")
        : List.of("java", "-jar", System.getProperty("java.class.path"));
  }

  /** The version, which a jar has in its manifest, and a module in itself. */
  private static String version() {
    Module module = Main.class.getModule();
    String version =
        module.isNamed()
            ? module.getDescriptor().rawVersion().orElse(null)
            : Main.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "development");
  }
}
