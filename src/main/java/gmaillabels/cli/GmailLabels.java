package gmaillabels.cli;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import gmaillabels.auth.ClientSecrets;
import gmaillabels.auth.Session;
import gmaillabels.auth.SignIn;
import gmaillabels.auth.TokenFile;
import gmaillabels.failure.ExitCode;
import gmaillabels.failure.Failure;
import gmaillabels.gmail.BackOff;
import gmaillabels.gmail.Mailbox;
import gmaillabels.gmail.Proxies;
import gmaillabels.gmail.RetryingTransport;
import gmaillabels.label.Label;
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
    } catch (RuntimeException | Error e) {
      Failure failure = Failure.unexpected(e);
      messages.failure(failure);
      return failure.exitCode();
    }
  }

  private ExitCode run(Arguments arguments, Messages messages) {
    if (arguments.command() == Command.HELP || arguments.has(Option.HELP)) {
      return print(arguments.usage());
    }
    if (arguments.has(Option.VERSION)) {
      return print("gmail-labels " + surroundings.version() + "\n");
    }
    if (arguments.command() == Command.GENERATE_COMPLETION) {
      return print(Completion.script());
    }
    // Before any file or network, so that a wrong option is the first thing to be told.
    Listing listing = Listing.of(arguments, surroundings);
    Settings settings = Settings.of(arguments, surroundings);
    messages.verbose("client file " + settings.credentials());
    messages.verbose("token file " + settings.tokenFile());
    return switch (arguments.command()) {
      case LOGIN -> login(settings, messages);
      case LOGOUT -> logout(settings, messages);
      case STATUS -> status(settings, messages);
      default -> list(listing, settings, messages);
    };
  }

  private Session session(Settings settings, RetryingTransport transport, Messages messages) {
    ClientSecrets client =
        ClientSecrets.read(settings.credentials(), surroundings.workingDirectory());
    TokenFile tokenFile =
        new TokenFile(settings.tokenFile(), client, settings.scope(), messages.warnings());
    return new Session(
        client,
        settings.scope(),
        settings.account(),
        tokenFile,
        settings.noInput() ? Optional.empty() : Optional.of(signIn(settings, transport, messages)),
        transport,
        surroundings.clock(),
        messages.warnings());
  }

  private RetryingTransport transport(Messages messages) {
    HttpTransport wire =
        new NetHttpTransport.Builder()
            .setConnectionFactory(new Proxies(surroundings.variables()))
            .build();
    return new RetryingTransport(
        wire, surroundings.patience(), surroundings.clock(), backOff(messages), messages.log());
  }

  private BackOff backOff(Messages messages) {
    return new BackOff(
        surroundings.clock(), surroundings.sleeper(), surroundings.patience(), messages.log());
  }

  private SignIn signIn(Settings settings, RetryingTransport transport, Messages messages) {
    return new SignIn(
        settings.openBrowser() ? Optional.of(surroundings.browser()) : Optional.empty(),
        surroundings.in(),
        messages::prompt,
        settings.port(),
        settings.loginTimeout(),
        transport);
  }

  private ExitCode login(Settings settings, Messages messages) {
    session(settings, transport(messages), messages).signIn();
    messages.prompt("Signed in; stored in " + settings.tokenFile());
    return ExitCode.DONE;
  }

  private ExitCode logout(Settings settings, Messages messages) {
    messages.prompt(
        session(settings, transport(messages), messages).signOut()
            ? "Signed out; deleted " + settings.tokenFile()
            : "Not signed in (%s)".formatted(settings.tokenFile()));
    return ExitCode.DONE;
  }

  /** Tells where everything is in any case, and how the sign-in stands unless that is a failure. */
  private ExitCode status(Settings settings, Messages messages) {
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
                settings.tokenFile(),
                settings.account(),
                settings.scope(),
                settings.scope().url());
    String standing;
    try {
      standing = session(settings, transport(messages), messages).status();
    } catch (Failure e) {
      print(where + "no\n");
      throw e;
    }
    return print(where + "yes; " + standing + "\n");
  }

  private ExitCode list(Listing listing, Settings settings, Messages messages) {
    RetryingTransport transport = transport(messages);
    Session session = session(settings, transport, messages);
    session.open();
    Mailbox mailbox =
        new Mailbox(
            transport,
            session,
            settings.api(),
            "gmail-labels/" + surroundings.version(),
            messages.warnings());
    List<Label> labels = listing.filter().apply(mailbox.labels(listing.needed()));
    if (listing.needsCounts()) {
      labels = counted(labels, mailbox, messages);
    }
    if (listing.unreadOnly()) {
      labels = labels.stream().filter(Label::hasUnread).toList();
    }
    List<Label> sorted = listing.order().apply(labels);
    if (sorted.isEmpty()) {
      messages.prompt("No labels found.");
    }
    if (listing.format().isAmbiguous(sorted)) {
      messages.warning(
          "a label's name holds a line break or a tab; use -0 or --format=json to tell it apart");
    }
    return print(out -> listing.format().write(sorted, out));
  }

  private List<Label> counted(List<Label> labels, Mailbox mailbox, Messages messages) {
    boolean shown = surroundings.streams().errIsTerminal();
    List<Label> counted =
        mailbox.withCounts(
            labels,
            backOff(messages),
            done -> {
              if (shown) {
                messages.progress("Counting: %d of %d labels".formatted(done, labels.size()));
              }
            });
    messages.endProgress();
    return counted;
  }

  private ExitCode print(String text) {
    return print(out -> out.append(text));
  }

  private interface Printer {
    void print(Appendable out) throws IOException;
  }

  private ExitCode print(Printer printer) {
    Writer out = new OutputStreamWriter(surroundings.out(), StandardCharsets.UTF_8);
    try {
      printer.print(out);
      out.flush();
    } catch (IOException e) {
      // A reader that has seen enough, as in "| head -1", is not an error.
      if (!surroundings.streams().outIsClosedPipe()) {
        throw Failure.outputNotWritten(e);
      }
    }
    return ExitCode.DONE;
  }
}
