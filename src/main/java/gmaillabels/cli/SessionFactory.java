package gmaillabels.cli;

import gmaillabels.auth.AuthorizedUser;
import gmaillabels.auth.ClientSecrets;
import gmaillabels.auth.Credentials;
import gmaillabels.auth.InstalledAppFlow;
import gmaillabels.auth.InstalledAppFlow.Browser;
import gmaillabels.auth.Scope;
import gmaillabels.auth.Session;
import gmaillabels.auth.Sessions;
import gmaillabels.auth.TokenEndpoint;
import gmaillabels.auth.TokenFile;
import gmaillabels.error.ClientProblems;
import gmaillabels.gmail.LabelsClient;
import gmaillabels.http.RetryingTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

final class SessionFactory {
  private final Options options;
  private final RetryingTransport transport;
  private final LabelsClient gmail;
  private final Browser browser;
  private final IoStreams streams;
  private final Console console;

  SessionFactory(
      Options options,
      RetryingTransport transport,
      LabelsClient gmail,
      Browser browser,
      IoStreams streams,
      Console console) {
    this.options = options;
    this.transport = transport;
    this.gmail = gmail;
    this.browser = browser;
    this.streams = streams;
    this.console = console;
  }

  Session open() {
    Optional<String> accessToken = options.environment.accessToken();
    if (accessToken.isPresent()) {
      return Session.withoutRenewal(accessToken.get(), options.api().host());
    }
    Credentials credentials = credentials();
    if (credentials instanceof AuthorizedUser user) {
      console.signInIsFrom(user.client().file());
      return user.open(transport);
    }
    return of(credentials.client()).open();
  }

  Sessions of(ClientSecrets client) {
    Optional<Scope> scope = options.signIn.scope.value();
    TokenFile tokenFile = options.files.tokenFile();
    TokenEndpoint endpoint = new TokenEndpoint(client, transport);
    console.verbose("token file " + tokenFile.path());
    return new Sessions(endpoint, tokenFile, scope, flow(endpoint), transport.time(), console);
  }

  Credentials credentials() {
    Path file = options.files.credentials();
    console.verbose("client file " + file);
    if (options.files.credentials.value().isEmpty() && FileOptions.isMissing(file)) {
      if (options.environment.inWorkingDirectory(FileOptions.CREDENTIALS).isEmpty()) {
        console.warn(
            "cannot look for credentials.json in the working directory: its path cannot be read in"
                + " this locale (try LC_ALL=C.UTF-8)");
      }
      throw ClientProblems.missing(file);
    }
    return Credentials.read(file);
  }

  private Optional<InstalledAppFlow> flow(TokenEndpoint endpoint) {
    SignInOptions signIn = options.signIn;
    if (signIn.noInput.get()) {
      return Optional.empty();
    }
    InstalledAppFlow.Options flowOptions =
        new InstalledAppFlow.Options(
            options.files.account.get(),
            signIn.port.value().orElse(0),
            Duration.ofSeconds(signIn.loginTimeout.get()),
            signIn.noBrowser.get());
    return Optional.of(
        new InstalledAppFlow(endpoint, flowOptions, browser, streams, gmail, console));
  }
}
