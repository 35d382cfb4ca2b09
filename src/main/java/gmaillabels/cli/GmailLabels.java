package gmaillabels.cli;

import gmaillabels.auth.ClientSecrets;
import gmaillabels.auth.InstalledAppFlow;
import gmaillabels.auth.InstalledAppFlow.Browser;
import gmaillabels.auth.Scope;
import gmaillabels.auth.Session;
import gmaillabels.auth.Sessions;
import gmaillabels.auth.TokenEndpoint;
import gmaillabels.auth.TokenFile;
import gmaillabels.cli.Option.Shell;
import gmaillabels.error.CliException;
import gmaillabels.error.ClientProblems;
import gmaillabels.error.ExitCode;
import gmaillabels.error.LocalProblems;
import gmaillabels.gmail.LabelsClient;
import gmaillabels.http.ProxyConnections;
import gmaillabels.http.RetryingTransport;
import gmaillabels.http.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The program: a command line in, an exit code out. */
public record GmailLabels(Environment environment, IoStreams streams, Time time, Browser browser) {
  public ExitCode run(String... args) {
    CommandLineOptions options = new CommandLineOptions(environment, Command.LIST, Map.of());
    Console console = new Console(streams, options);
    try {
      if (args.length > 0) {
        // The usual run of a script needs no parser, which takes a while to load.
        options = CommandLineModel.parse(environment, args);
        console = new Console(streams, options);
      }
      run(options, console);
      return ExitCode.DONE;
    } catch (CliException e) {
      console.error(e);
      return e.exitCode();
    } catch (RuntimeException | Error e) {
      console.error(LocalProblems.internalError(e));
      return ExitCode.UNEXPECTED;
    }
  }

  private void run(CommandLineOptions options, Console console) {
    if (options.has(Option.HELP)) {
      console.print(out -> out.append(HelpText.of(options.command(), streams.outIsTerminal())));
    } else if (options.has(Option.VERSION)) {
      console.print(out -> out.append("gmail-labels " + environment.version() + "\n"));
    } else if (options.command() == Command.GENERATE_COMPLETION) {
      boolean isFish = options.value(Option.SHELL).equals(Optional.of(Shell.FISH));
      console.print(out -> out.append(isFish ? FishCompletion.script() : Completion.script()));
    } else {
      run(options, new Settings(options), console);
    }
  }

  /** Makes what the command needs, and runs it. */
  private void run(CommandLineOptions options, Settings settings, Console console) {
    RetryingTransport transport =
        new RetryingTransport(new ProxyConnections(environment.variables()), time, console);
    LabelsClient gmail =
        new LabelsClient(
            transport, settings.api(), "gmail-labels/" + environment.version(), console);
    Supplier<Sessions> sessions = () -> sessions(options, settings, console, transport, gmail);
    switch (options.command()) {
      case LOGIN -> sessions.get().signIn();
      case LOGOUT -> new LogoutCommand(settings.tokenFile(), transport, console).run();
      case STATUS -> new StatusCommand(settings, time, console).run();
      case ACCOUNTS -> new AccountsCommand(settings.tokens(), console).run();
      default -> {
        // Before any file or request, so that a wrong option is the first thing to be reported.
        ListOptions list = ListOptions.of(options, streams);
        new ListCommand(list, () -> session(settings, sessions), gmail, console).run();
      }
    }
  }

  private Session session(Settings settings, Supplier<Sessions> sessions) {
    return environment
        .variable("GMAIL_LABELS_ACCESS_TOKEN")
        .map(token -> Session.withoutRenewal(token, settings.api().host()))
        .orElseGet(() -> sessions.get().open());
  }

  private Sessions sessions(
      CommandLineOptions options,
      Settings settings,
      Console console,
      RetryingTransport transport,
      LabelsClient gmail) {
    Optional<Scope> scope = settings.scope();
    TokenFile tokenFile = settings.tokenFile();
    Path credentials = settings.credentials();
    console.verbose("client file " + credentials);
    console.verbose("token file " + tokenFile.path());
    if (options.value(Option.CREDENTIALS).isEmpty() && !Files.exists(credentials)) {
      if (environment.local(Settings.CREDENTIALS).isEmpty()) {
        console.warn(
            "cannot look for credentials.json in the working directory: its path cannot be read in"
                + " this locale (try LC_ALL=C.UTF-8)");
      }
      throw ClientProblems.missing(credentials);
    }
    ClientSecrets client = ClientSecrets.read(credentials);
    TokenEndpoint endpoint = new TokenEndpoint(client, transport);
    Optional<InstalledAppFlow> flow = Optional.empty();
    if (!options.has(Option.NO_INPUT)) {
      InstalledAppFlow.Options signIn =
          new InstalledAppFlow.Options(
              settings.account(),
              options.value(Option.PORT).orElse(0),
              Duration.ofSeconds(options.value(Option.LOGIN_TIMEOUT).orElse(300)),
              options.has(Option.NO_BROWSER));
      flow =
          Optional.of(
              new InstalledAppFlow(endpoint, signIn, browser, streams, gmail, console::info));
    }
    return new Sessions(endpoint, tokenFile, scope, flow, time, console::warn);
  }
}
