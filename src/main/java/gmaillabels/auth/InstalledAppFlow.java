package gmaillabels.auth;

import com.google.api.client.extensions.jetty.auth.oauth2.LocalServerReceiver;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.auth.oauth2.UserAuthorizer;
import gmaillabels.auth.StoredSignIn.Tokens;
import gmaillabels.error.NetworkFailure;
import gmaillabels.error.RequestProblems;
import gmaillabels.error.SignInProblems;
import gmaillabels.error.UsageProblems;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The installed-app flow of RFC 8252: the user allows access in a browser, and the browser brings
 * the authorization code to a server on this machine's loopback address. An account that is an
 * address is sent as a hint; then nobody else may sign in. Port 0 means any free one.
 */
public record InstalledAppFlow(
    TokenEndpoint endpoint,
    String account,
    int port,
    Duration timeout,
    User user,
    Function<HttpRequestInitializer, Optional<String>> addressOf) {
  private static final String LOOPBACK = "127.0.0.1";

  /** How to reach the user; a browser on another machine ends on an address to be pasted. */
  public record User(
      Optional<Browser> browser, Supplier<Optional<InputStream>> pasted, Consumer<String> info) {}

  /** What shows the user a page; a test puts an HTTP client here. */
  public interface Browser {
    /** Asks for the page, without waiting for the user; says whether there was something to ask. */
    boolean open(URI page);
  }

  StoredSignIn signIn(Scope scope) {
    // Anyone on this machine can reach the receiver; 128 random bits in its path keep out all but
    // the browser (RFC 8252, 8.9).
    String secret = Pkce.randomText(16);
    LocalServerReceiver receiver =
        new LocalServerReceiver.Builder()
            .setHost(LOOPBACK)
            .setPort(port == 0 ? -1 : port)
            .setCallbackPath("/" + secret)
            .build();
    try {
      try {
        URI redirectUri = URI.create(receiver.getRedirectUri());
        UserAuthorizer authorizer = endpoint.authorizer(scope, redirectUri);
        String code = code(receiver, redirectUri, page(authorizer, secret));
        return signedIn(scope, endpoint.exchange(code, authorizer, scope));
      } finally {
        receiver.stop();
      }
    } catch (IOException e) {
      throw e instanceof BindException && port != 0
          ? UsageProblems.portUnavailable(port)
          : RequestProblems.noResponse(NetworkFailure.CANNOT_LISTEN, LOOPBACK, e);
    }
  }

  private URI page(UserAuthorizer authorizer, String state) {
    String loginHint = account.contains("@") ? account : null;
    // Otherwise a token could carry what the user once granted to other programs of the project.
    Map<String, String> onlyThis = Map.of("include_granted_scopes", "false");
    return URI.create(authorizer.getAuthorizationUrl(loginHint, state, null, onlyThis).toString());
  }

  private StoredSignIn signedIn(Scope scope, Tokens tokens) {
    // The scope for labels does not let a program ask.
    Optional<String> address =
        scope == Scope.LABELS
            ? Optional.empty()
            : addressOf.apply(
                request -> request.getHeaders().setAuthorization("Bearer " + tokens.accessToken()));
    if (account.contains("@") && address.filter(a -> !a.equalsIgnoreCase(account)).isPresent()) {
      throw SignInProblems.wrongAccount(address.get(), account);
    }
    ClientSecrets client = endpoint.client();
    return new StoredSignIn(client.clientId(), client.tokenUri(), scope.url(), address, tokens);
  }

  /** Waits for the browser and for a pasted line, each on a thread of its own. */
  private String code(LocalServerReceiver receiver, URI redirectUri, URI page) {
    CompletableFuture<Optional<AuthorizationResponse>> first = new CompletableFuture<>();
    new Thread(() -> first.complete(received(receiver)), "receiver").start();
    Optional<InputStream> pasted = user.pasted().get();
    user.info().accept(prompt(redirectUri, page, pasted.isPresent()));
    user.browser().ifPresent(b -> new Thread(() -> open(b, page, first), "browser").start());
    pasted.ifPresent(in -> new Thread(() -> read(in, redirectUri, first), "paste").start());
    AuthorizationResponse response =
        first
            .completeOnTimeout(Optional.empty(), timeout.toMillis(), TimeUnit.MILLISECONDS)
            .join()
            .orElseThrow(() -> SignInProblems.timedOut(timeout));
    if (response.isError()) {
      throw SignInProblems.refused(response.value(), endpoint.client().authUri().host());
    }
    return response.value();
  }

  private String prompt(URI redirectUri, URI page, boolean canPaste) {
    String paste =
        """
        If that browser is on another machine, it ends on a page that it cannot open.
        Copy the address of that page, which begins with http://%s/,
        paste it here and press Enter.
        """
            .formatted(redirectUri.getAuthority());
    return """
    To let this program see your Gmail labels, open this address in a browser%s:

      %s

    %sWaiting for %d seconds. Ctrl-C stops."""
        .formatted(
            canPaste ? "" : " on this machine", page, canPaste ? paste : "", timeout.toSeconds());
  }

  private void open(Browser browser, URI page, CompletableFuture<?> first) {
    if (!browser.open(page) && !first.isDone()) {
      user.info().accept("No browser could be opened here: open the address yourself.");
    }
  }

  /** Waits without a timeout for the response of the browser; stopping the receiver ends it. */
  private static Optional<AuthorizationResponse> received(LocalServerReceiver receiver) {
    try {
      return Optional.ofNullable(receiver.waitForCode())
          .map(code -> new AuthorizationResponse(false, code));
    } catch (IOException e) {
      // The receiver's only way to hand over the name of an error.
      String error = e.getMessage().replaceFirst("^User authorization failed \\((.*)\\)$", "$1");
      return Optional.of(new AuthorizationResponse(true, error));
    }
  }

  private void read(
      InputStream in, URI redirectUri, CompletableFuture<Optional<AuthorizationResponse>> first) {
    Scanner lines = new Scanner(in, StandardCharsets.UTF_8);
    while (!first.isDone() && lines.hasNextLine()) {
      try {
        String line = lines.nextLine();
        if (!line.isBlank()) {
          first.complete(Optional.of(AuthorizationResponse.ofLine(redirectUri, line)));
        }
      } catch (AuthorizationResponse.InvalidException e) {
        user.info().accept(e.getMessage());
      }
    }
    if (!first.isDone()) {
      user.info().accept("The input has ended: nothing can be pasted. Still waiting.");
    }
  }
}
