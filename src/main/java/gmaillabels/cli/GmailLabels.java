package gmaillabels.cli;

import gmaillabels.auth.Browser;
import gmaillabels.auth.ClientSecrets;
import gmaillabels.auth.InstalledAppFlow;
import gmaillabels.auth.Session;
import gmaillabels.auth.Sessions;
import gmaillabels.auth.TokenEndpoint;
import gmaillabels.auth.TokenFile;
import gmaillabels.error.CliException;
import gmaillabels.error.ExitCode;
import gmaillabels.error.Problem;
import gmaillabels.gmail.LabelsClient;
import gmaillabels.http.Network;
import gmaillabels.http.ProxyConnections;
import gmaillabels.http.RetryPolicy;
import gmaillabels.http.RetryingTransport;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The program: a command line in, an exit code out. */
public record GmailLabels(
    Environment environment, IoStreams streams, Network network, Browser browser) {
  private static final String ACCESS_TOKEN = "GMAIL_LABELS_ACCESS_TOKEN";
  private static final int LOGIN_TIMEOUT_SECONDS = 300;

  public ExitCode run(String... args) {
    Console console = new Console(streams, environment, false, List.of());
    try {
      CommandLineOptions options = CommandLineOptions.parse(args, environment);
      boolean verbose = options.has(Option.VERBOSE);
      console = new Console(streams, environment, verbose, options.loginOptions());
      run(options, console);
      return ExitCode.DONE;
    } catch (CliException e) {
      console.error(e);
      return e.exitCode();
    } catch (RuntimeException | Error e) {
      console.error(Problem.DEFECT.because(e, e.getClass().getSimpleName()));
      return ExitCode.UNEXPECTED;
    }
  }

  private void run(CommandLineOptions options, Console console) {
    if (options.has(Option.HELP) || options.command() == Command.HELP) {
      console.print(out -> out.append(options.usage(streams.outIsTerminal())));
    } else if (options.has(Option.VERSION)) {
      console.print(out -> out.append("gmail-labels " + environment.version() + "\n"));
    } else if (options.command() == Command.GENERATE_COMPLETION) {
      console.print(out -> out.append(Completion.script(environment)));
    } else {
      new Wiring(options, console).run();
    }
  }

  /** What the commands are made of. */
  private final class Wiring {
    private final CommandLineOptions options;
    private final Settings settings;
    private final Console console;
    private final RetryingTransport transport;
    private final LabelsClient gmail;

    Wiring(CommandLineOptions options, Console console) {
      this.options = options;
      this.settings = Settings.of(options, environment);
      this.console = console;
      RetryPolicy policy = new RetryPolicy(network, console::notice, console::verbose);
      this.transport =
          new RetryingTransport(
              new ProxyConnections(environment.variables()),
              network.timeouts(),
              policy::start,
              console::verbose);
      this.gmail =
          new LabelsClient(
              transport,
              policy,
              settings.api(),
              "gmail-labels/" + environment.version(),
              console::warn,
              console::progress);
    }

    void run() {
      switch (options.command()) {
        case LOGIN -> sessions().signIn();
        case LOGOUT -> new LogoutCommand(settings.tokenFile(), transport, console).run();
        case STATUS -> new StatusCommand(settings, network.clock(), console).run();
        case ACCOUNTS -> new AccountsCommand(settings.tokens(), console).run();
        default -> {
          // Before any file or request, so that a wrong option is the first thing to be reported.
          ListOptions list = ListOptions.of(options, environment, streams);
          new ListCommand(list, this::session, gmail, console).run();
        }
      }
    }

    private Session session() {
      return environment
          .variable(ACCESS_TOKEN)
          .map(token -> Session.withoutRenewal(token, settings.api().host()))
          .orElseGet(() -> sessions().open());
    }

    private Sessions sessions() {
      TokenFile file = settings.tokenFile();
      console.verbose("client file " + settings.credentials());
      console.verbose("token file " + file.path());
      TokenEndpoint endpoint = new TokenEndpoint(client(), transport);
      Optional<InstalledAppFlow> flow =
          options.has(Option.NO_INPUT) ? Optional.empty() : Optional.of(flow(endpoint));
      return new Sessions(endpoint, file, settings.scope(), flow, network.clock(), console::warn);
    }

    private ClientSecrets client() {
      if (options.value(Option.CREDENTIALS).isEmpty() && !Files.exists(settings.credentials())) {
        throw Problem.CREDENTIALS_MISSING.with(settings.credentials());
      }
      return ClientSecrets.read(settings.credentials());
    }

    private InstalledAppFlow flow(TokenEndpoint endpoint) {
      int timeout = options.value(Option.LOGIN_TIMEOUT).orElse(LOGIN_TIMEOUT_SECONDS);
      int port = options.value(Option.PORT).orElse(0);
      boolean noBrowser = options.has(Option.NO_BROWSER);
      boolean canPaste = noBrowser || streams.inIsTerminal();
      return new InstalledAppFlow(
          endpoint,
          settings.account(),
          new InstalledAppFlow.Receiver(port, Duration.ofSeconds(timeout)),
          new InstalledAppFlow.User(
              noBrowser ? Optional.empty() : Optional.of(browser),
              canPaste ? Optional.of(streams.in()) : Optional.empty(),
              console::info),
          gmail::address);
    }
  }
}
