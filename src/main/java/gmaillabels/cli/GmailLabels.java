package gmaillabels.cli;

import gmaillabels.auth.InstalledAppFlow.Browser;
import gmaillabels.error.CliException;
import gmaillabels.error.ExitCode;
import gmaillabels.error.LocalProblems;
import gmaillabels.gmail.LabelsClient;
import gmaillabels.http.ProxyConnections;
import gmaillabels.http.RetryingTransport;
import gmaillabels.http.Time;
import java.nio.file.Path;
import java.util.Optional;

/** One run of the program: a command line in, an exit code out. */
public final class GmailLabels {
  private final IoStreams streams;
  private final Time time;
  private final Browser browser;
  private final Options options;
  private final Console console;

  public GmailLabels(Environment environment, IoStreams streams, Time time, Browser browser) {
    this.streams = streams;
    this.time = time;
    this.browser = browser;
    this.options = new Options(environment, streams);
    this.console = new Console(streams, options);
  }

  public ExitCode run(String... args) {
    try {
      if (args.length > 0) {
        // A run without arguments is quicker without the parser.
        CommandLineModel.parse(options, args);
      }
      if (options.general.help.get()) {
        console.print(out -> out.append(HelpText.of(options, streams.outIsTerminal())));
      } else if (options.general.version.get()) {
        console.print(out -> out.append("gmail-labels " + options.environment.version() + "\n"));
      } else {
        options.listing.check();
        console.commandLineIsUnderstood();
        execute();
      }
      return ExitCode.DONE;
    } catch (CliException e) {
      console.error(e);
      return e.exitCode();
    } catch (RuntimeException | Error e) {
      console.error(LocalProblems.internalError(e));
      return ExitCode.UNEXPECTED;
    }
  }

  private void execute() {
    FileOptions files = options.files;
    switch (options.command) {
      case LOGIN -> {
        RetryingTransport transport = transport();
        new LoginCommand(options.signIn, sessions(transport, gmail(transport))).run();
      }
      case LOGOUT -> new LogoutCommand(files, transport(), console).run();
      case STATUS -> new StatusCommand(files, options.signIn.scope.value(), time, console).run();
      case ACCOUNTS -> new AccountsCommand(files.tokens(), console).run();
      case GENERATE_COMPLETION ->
          console.print(
              out ->
                  out.append(
                      options.shell == Shell.FISH
                          ? FishCompletion.script(options)
                          : BashCompletion.script(options)));
      default -> {
        RetryingTransport transport = transport();
        LabelsClient gmail = gmail(transport);
        new ListCommand(options.listing, sessions(transport, gmail), gmail, console).run();
      }
    }
  }

  private RetryingTransport transport() {
    Environment environment = options.environment;
    String variable = "SSL_CERT_FILE";
    Optional<Path> certificates =
        environment
            .variable(variable)
            .map(text -> environment.resolve(Environment.path(variable, text)));
    return new RetryingTransport(
        new ProxyConnections(environment.variables(), certificates), time, console);
  }

  private LabelsClient gmail(RetryingTransport transport) {
    String userAgent = "gmail-labels/" + options.environment.version();
    return new LabelsClient(transport, options.api(), userAgent, console);
  }

  private SessionFactory sessions(RetryingTransport transport, LabelsClient gmail) {
    return new SessionFactory(options, transport, gmail, browser, streams, console);
  }
}
