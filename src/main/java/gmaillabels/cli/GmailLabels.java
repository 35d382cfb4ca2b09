package gmaillabels.cli;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import gmaillabels.auth.ClientSecrets;
import gmaillabels.auth.Session;
import gmaillabels.auth.SignIn;
import gmaillabels.auth.TokenFile;
import gmaillabels.failure.ExitCode;
import gmaillabels.failure.Failure;
import gmaillabels.gmail.Mailbox;
import gmaillabels.gmail.Proxies;
import gmaillabels.gmail.RetryingTransport;
import gmaillabels.label.Label;
import gmaillabels.output.PlainFormat;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The program: a command line in, an exit code out. */
public final class GmailLabels {
  private final Surroundings surroundings;

  /** Creates the program; nothing happens before {@link #run}. */
  public GmailLabels(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Does what the arguments say; failures end up on standard error and in the exit code. */
  public ExitCode run(String... args) {
    Messages messages = new Messages(surroundings.err(), surroundings.program());
    try {
      Arguments arguments = Arguments.parse(args, surroundings.variables());
      messages.configure(arguments.has(Option.VERBOSE), arguments.whose());
      return run(arguments, messages);
    } catch (Failure e) {
      messages.failure(e);
      return e.exitCode();
    } catch (RuntimeException e) {
      Failure failure = Failure.unexpected(e);
      messages.failure(failure);
      return failure.exitCode();
    }
  }

  private ExitCode run(Arguments arguments, Messages messages) {
    if (arguments.command() == Command.HELP || arguments.has(Option.HELP)) {
      return print(arguments.commandLine().getUsageMessage());
    }
    if (arguments.has(Option.VERSION)) {
      return print("gmail-labels " + surroundings.version() + "\n");
    }
    Settings settings = Settings.of(arguments, surroundings);
    messages.verbose("client file " + settings.credentials());
    ClientSecrets client =
        ClientSecrets.read(settings.credentials(), surroundings.workingDirectory());
    HttpTransport transport = transport(messages);
    TokenFile tokenFile =
        new TokenFile(
            settings.tokens(), settings.account(), client, settings.scope(), messages::warning);
    messages.verbose("token file " + tokenFile.file());
    Session session =
        new Session(
            client,
            settings.scope(),
            settings.account(),
            tokenFile,
            settings.noInput()
                ? Optional.empty()
                : Optional.of(signIn(settings, transport, messages)),
            () -> transport,
            surroundings.clock(),
            messages::warning);
    return switch (arguments.command()) {
      case LOGIN -> login(session, tokenFile, messages);
      case LOGOUT -> logout(session, tokenFile, messages);
      case STATUS -> status(session, settings, tokenFile);
      default -> list(session, settings, transport, messages);
    };
  }

  private HttpTransport transport(Messages messages) {
    HttpTransport wire =
        new NetHttpTransport.Builder()
            .setConnectionFactory(new Proxies(surroundings.variables()))
            .build();
    return new RetryingTransport(
        wire,
        surroundings.patience(),
        surroundings.clock(),
        surroundings.sleeper(),
        messages::verbose);
  }

  private SignIn signIn(Settings settings, HttpTransport transport, Messages messages) {
    return new SignIn(
        settings.openBrowser() ? Optional.of(surroundings.browser()) : Optional.empty(),
        surroundings.in(),
        messages::prompt,
        settings.port(),
        settings.loginTimeout(),
        () -> transport);
  }

  private static ExitCode login(Session session, TokenFile tokenFile, Messages messages) {
    session.signIn();
    messages.prompt("Signed in; stored in " + tokenFile.file());
    return ExitCode.DONE;
  }

  private static ExitCode logout(Session session, TokenFile tokenFile, Messages messages) {
    messages.prompt(
        session.signOut()
            ? "Signed out; deleted " + tokenFile.file()
            : "Not signed in (%s)".formatted(tokenFile.file()));
    return ExitCode.DONE;
  }

  private ExitCode status(Session session, Settings settings, TokenFile tokenFile) {
    String where =
        """
        client file: %s
        token file:  %s
        account:     %s
        scope:       %s (%s)
        signed in:   \
        """
            .formatted(
                settings.credentials(),
                tokenFile.file(),
                settings.account(),
                settings.scope(),
                settings.scope().url());
    String standing;
    try {
      standing = session.status();
    } catch (Failure e) {
      print(where + "no\n");
      throw e;
    }
    return print(where + "yes; " + standing + "\n");
  }

  private ExitCode list(
      Session session, Settings settings, HttpTransport transport, Messages messages) {
    session.open();
    Mailbox mailbox =
        new Mailbox(
            transport,
            session,
            settings.api(),
            "gmail-labels/" + surroundings.version(),
            messages::warning);
    return print(mailbox.labels(), messages);
  }

  private ExitCode print(List<Label> labels, Messages messages) {
    if (labels.isEmpty()) {
      messages.prompt("No labels found.");
    }
    return print(out -> new PlainFormat().write(labels, out));
  }

  private ExitCode print(String text) {
    return print(out -> out.append(text));
  }

  private interface Printer {
    void print(Appendable out) throws IOException;
  }

  private ExitCode print(Printer printer) {
    try (Writer out = new OutputStreamWriter(surroundings.out(), StandardCharsets.UTF_8)) {
      printer.print(out);
    } catch (IOException e) {
      // A reader that has seen enough, as in "| head -1", is not an error.
      if (!surroundings.outIsClosedPipe().getAsBoolean()) {
        throw Failure.outputNotWritten(e);
      }
    }
    return ExitCode.DONE;
  }
}
