package gmaillabels;

import com.google.api.client.util.Sleeper;
import gmaillabels.auth.CommandBrowser;
import gmaillabels.cli.GmailLabels;
import gmaillabels.cli.Surroundings;
import gmaillabels.failure.ExitCode;
import gmaillabels.gmail.Patience;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The process: the only place that touches {@link System} and exits. */
public final class Main {
  private static final int S_IFMT = 0170000;
  private static final int S_IFIFO = 0010000;
  private static final int S_IFSOCK = 0140000;

  private Main() {}

  /** Runs the program. */
  public static void main(String[] args) {
    // First of all: logging alone takes 20 ms to begin.
    TlsWarmUp.start();
    QuietLoggers.silence();
    // By name, because only a sign-in needs the class.
    setDefault(LoopbackServers.PROPERTY, "gmaillabels.LoopbackServers");
    // Seconds: a half-sent request would hold its thread for ever.
    setDefault("sun.net.httpserver.maxReqTime", "2");
    // This program decides itself what is sent again.
    setDefault("sun.net.http.retryPost", "false");
    // Or a proxy could not be given the password that its variable holds.
    setDefault("jdk.http.auth.tunneling.disabledSchemes", "");
    System.exit(run(args).code());
  }

  private static ExitCode run(String[] args) {
    Map<String, String> variables = System.getenv();
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
    String home = variables.getOrDefault("HOME", "");
    String operatingSystem = System.getProperty("os.name");
    Surroundings surroundings =
        new Surroundings(
            program(),
            version(),
            hasProxyProperty() ? withoutProxies(variables) : variables,
            workingDirectory(),
            home.isEmpty() ? System.getProperty("user.home") : home,
            operatingSystem.toLowerCase(Locale.ROOT).contains("windows"),
            System.in,
            new FileOutputStream(FileDescriptor.out),
            () -> isTerminal(1),
            Main::isOutPipe,
            err,
            () -> isTerminal(2),
            Clock.systemUTC(),
            Sleeper.DEFAULT,
            Patience.NORMAL,
            new CommandBrowser(variables, operatingSystem));
    return new GmailLabels(surroundings).run(args);
  }

  /** The launcher in front of the jar sets the property. */
  private static List<String> program() {
    String command = System.getProperty("gmail-labels.command");
    return command == null
        ? List.of("java", "-jar", System.getProperty("java.class.path"))
        : List.of(command);
  }

  /** Where the locale cannot spell it, no relative path leads anywhere, but absolute ones do. */
  private static Path workingDirectory() {
    try {
      return Path.of(System.getProperty("user.dir"));
    } catch (InvalidPathException e) {
      return Path.of("");
    }
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static boolean hasProxyProperty() {
    return System.getProperty("https.proxyHost") != null
        || System.getProperty("http.proxyHost") != null
        || System.getProperty("socksProxyHost") != null;
  }

  /** Who sets Java's own properties means them for this program, and the variables for others. */
  private static Map<String, String> withoutProxies(Map<String, String> variables) {
    Map<String, String> rest = new HashMap<>(variables);
    rest.keySet()
        .removeIf(
            name -> name.equalsIgnoreCase("https_proxy") || name.equalsIgnoreCase("http_proxy"));
    return rest;
  }

  /** The JDK's own properties are read once, so they are set before any of its classes load. */
  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Whether standard output is a pipe. A write to a pipe fails only when nobody reads it; the
   * message of the exception would say so too, but in the language of the locale.
   */
  private static boolean isOutPipe() {
    try {
      int mode = (Integer) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode");
      return (mode & S_IFMT) == S_IFIFO || (mode & S_IFMT) == S_IFSOCK;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** {@link System#console} cannot tell standard output from standard input. */
  private static boolean isTerminal(int descriptor) {
    try {
      // Of a pipe the link leads nowhere, so it must not be followed.
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return System.console() != null;
    }
  }

  /** They log failures, with traces, that this program reports itself. */
  private static final class QuietLoggers {
    // Held here because the log manager forgets a logger, and its level, that nobody holds.
    private static final Logger GOOGLE = Logger.getLogger("com.google");
    private static final Logger SERVER = Logger.getLogger("com.sun.net.httpserver");

    static void silence() {
      GOOGLE.setLevel(Level.OFF);
      SERVER.setLevel(Level.OFF);
    }
  }
}
