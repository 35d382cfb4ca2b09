package gmaillabels.auth;

import com.google.api.client.extensions.jetty.auth.oauth2.LocalServerReceiver;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.auth.oauth2.UserAuthorizer;
import gmaillabels.error.CliException;
import gmaillabels.error.NetworkFailure;
import gmaillabels.error.Reporter;
import gmaillabels.error.RequestProblems;
import gmaillabels.error.Retries;
import gmaillabels.error.SignInProblems;
import gmaillabels.error.UsageProblems;
import gmaillabels.gmail.LabelsClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The installed-app flow of RFC 8252: the user allows access in a browser, which then sends the
 * authorization code to a server on this machine's loopback address.
 */
public final class InstalledAppFlow {
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * An account that is an address is sent as a hint, and nobody else may sign in. Port 0 means any
   * free port. With {@code noBrowser} no browser is opened, and the final address can be pasted.
   */
  public record Options(Account account, int port, Duration timeout, boolean noBrowser) {}

  /** Shows the user a page; tests replace it with an HTTP client. */
  public interface Browser {
    /** Opens the page without waiting for the user; false if there is nothing to open it with. */
    boolean open(URI page);
  }

  /** Standard input. The check whether it is a terminal may start a process. */
  public interface Input {
    InputStream in();

    boolean inIsTerminal();
  }

  private final TokenEndpoint endpoint;
  private final Options options;
  private final Browser browser;
  private final Input input;
  private final LabelsClient gmail;
  private final Reporter reporter;

  public InstalledAppFlow(
      TokenEndpoint endpoint,
      Options options,
      Browser browser,
      Input input,
      LabelsClient gmail,
      Reporter reporter) {
    this.endpoint = endpoint;
    this.options = options;
    this.browser = browser;
    this.input = input;
    this.gmail = gmail;
    this.reporter = reporter;
  }

  StoredSignIn signIn(Scope scope) {
    // Other programs on this machine can reach the receiver, but cannot guess this path. Its 128
    // random bits are also the state (RFC 6749, 10.12), so a request can be checked by its path.
    String secret = Pkce.randomText(16);
    LocalServerReceiver receiver =
        new LocalServerReceiver.Builder()
            .setHost(LOOPBACK)
            .setPort(options.port())
            .setCallbackPath("/" + secret)
            .build();
    try {
      try {
        URI redirectUri = URI.create(receiver.getRedirectUri());
        Pkce pkce = new Pkce();
        UserAuthorizer authorizer = endpoint.authorizer(scope, redirectUri, pkce).build();
        String code = code(receiver, redirectUri, page(authorizer, secret));
        return withAddress(endpoint.exchange(code, scope, redirectUri, pkce), scope);
      } finally {
        receiver.stop();
      }
    } catch (IOException e) {
      throw e instanceof BindException && options.port() != 0
          ? UsageProblems.portUnavailable(options.port())
          : RequestProblems.noResponse(NetworkFailure.CANNOT_LISTEN, Retries.NONE, LOOPBACK, e);
    }
  }

  private URI page(UserAuthorizer authorizer, String state) {
    String loginHint = options.account().isAddress() ? options.account().name() : null;
    // Otherwise tokens could include scopes that other programs of the same project were granted.
    Map<String, String> parameters = Map.of("include_granted_scopes", "false");
    return URI.create(
        authorizer.getAuthorizationUrl(loginHint, state, null, parameters).toString());
  }

  /** Adds the user's address, which must be the account's if that is an address. */
  private StoredSignIn withAddress(StoredSignIn signIn, Scope scope) {
    if (scope == Scope.LABELS) {
      // With this scope Gmail does not give the address.
      return signIn;
    }
    HttpRequestInitializer session =
        request -> request.getHeaders().setAuthorization("Bearer " + signIn.tokens().accessToken());
    Account account = options.account();
    if (!account.isAddress()) {
      return signIn.withAddress(gmail.address(session));
    }
    String address;
    try {
      address = gmail.requireAddress(session);
    } catch (CliException e) {
      throw SignInProblems.unknownAccount(e, endpoint.revoke(signIn));
    }
    if (!account.isSameAddress(address)) {
      throw SignInProblems.wrongAccount(address, account.name(), endpoint.revoke(signIn));
    }
    return signIn.withAddress(Optional.of(address));
  }

  /** Waits for the browser and for a pasted line, each on a thread of its own. */
  private String code(LocalServerReceiver receiver, URI redirectUri, URI page) {
    CompletableFuture<Optional<AuthorizationResponse>> first = new CompletableFuture<>();
    new Thread(() -> first.complete(received(receiver)), "receiver").start();
    boolean canPaste = options.noBrowser() || input.inIsTerminal();
    prompt(redirectUri, page, canPaste).lines().forEach(reporter::info);
    if (!options.noBrowser()) {
      new Thread(() -> open(page, first), "browser").start();
    }
    if (canPaste) {
      new Thread(() -> readPasted(page, redirectUri, first), "paste").start();
    }
    AuthorizationResponse response =
        first
            .completeOnTimeout(
                Optional.empty(), options.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .join()
            .orElseThrow(() -> SignInProblems.timedOut(options.timeout()));
    if (response.isError()) {
      String host = endpoint.client().authUri().orElseThrow().host();
      throw SignInProblems.refused(response.value(), host);
    }
    return response.value();
  }

  private String prompt(URI redirectUri, URI page, boolean canPaste) {
    String paste =
        """
        If that browser is on another machine, it ends on a page that cannot be loaded.
        Copy the address of that page, which begins with http://%s/,
        paste it here and press Enter.
        """
            .formatted(redirectUri.getAuthority());
    return """
    To let this program see your Gmail labels, open this address in a browser%s:

      %s

    %sWaiting for %d seconds. Ctrl-C stops."""
        .formatted(
            canPaste ? "" : " on this machine",
            page,
            canPaste ? paste : "",
            options.timeout().toSeconds());
  }

  private void open(URI page, CompletableFuture<?> first) {
    if (!browser.open(page) && !first.isDone()) {
      reporter.info("No browser could be opened here: open the address yourself.");
    }
  }

  /** Waits until the browser brings a response or the receiver is stopped. */
  private static Optional<AuthorizationResponse> received(LocalServerReceiver receiver) {
    try {
      return Optional.ofNullable(receiver.waitForCode())
          .map(code -> new AuthorizationResponse(false, code));
    } catch (IOException e) {
      // The receiver passes on the name of an error only in this message.
      String error = e.getMessage().replaceFirst("^User authorization failed \\((.*)\\)$", "$1");
      return Optional.of(new AuthorizationResponse(true, error));
    }
  }

  private void readPasted(
      URI page, URI redirectUri, CompletableFuture<Optional<AuthorizationResponse>> first) {
    Scanner lines = new Scanner(input.in(), StandardCharsets.UTF_8);
    while (!first.isDone() && lines.hasNextLine()) {
      try {
        String line = lines.nextLine();
        if (!line.isBlank()) {
          first.complete(Optional.of(AuthorizationResponse.ofLine(page, redirectUri, line)));
        }
      } catch (AuthorizationResponse.InvalidException e) {
        reporter.info(e.getMessage());
      }
    }
    if (!first.isDone()) {
      reporter.info(
          "Standard input has ended, so nothing can be pasted. Still waiting for the browser.");
    }
  }
}
