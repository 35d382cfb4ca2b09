package gmaillabels.auth;

import com.google.api.client.extensions.jetty.auth.oauth2.LocalServerReceiver;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.auth.oauth2.UserAuthorizer;
import gmaillabels.auth.StoredSignIn.Tokens;
import gmaillabels.error.CliException;
import gmaillabels.error.NetworkFailure;
import gmaillabels.error.RequestProblems;
import gmaillabels.error.SignInProblems;
import gmaillabels.error.UsageProblems;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    LocalServerReceiver server =
        new LocalServerReceiver.Builder()
            .setHost(LOOPBACK)
            .setPort(port == 0 ? -1 : port)
            .setCallbackPath("/" + Pkce.randomText(16))
            .build();
    try {
      try {
        URI redirectUri = URI.create(server.getRedirectUri());
        String authHost = endpoint.client().authUri().host();
        PastedRedirect redirect = new PastedRedirect(redirectUri, Pkce.randomText(16), authHost);
        UserAuthorizer authorizer = endpoint.authorizer(scope, redirectUri);
        String code = code(server, redirect, page(authorizer, redirect.state()));
        return signedIn(scope, endpoint.exchange(code, authorizer, scope));
      } finally {
        server.stop();
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

  /** Waits on threads of their own for whatever comes first. */
  private String code(LocalServerReceiver server, PastedRedirect redirect, URI page) {
    CompletableFuture<String> code = new CompletableFuture<>();
    new Thread(() -> receive(server, redirect, code), "receiver").start();
    Optional<InputStream> pasted = user.pasted().get();
    user.info().accept(prompt(redirect, page, pasted.isPresent()));
    user.browser().ifPresent(b -> new Thread(() -> open(b, page, code), "browser").start());
    pasted.ifPresent(in -> new Thread(() -> read(in, redirect, code), "paste").start());
    try {
      return code.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw SignInProblems.timedOut(timeout);
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private String prompt(PastedRedirect redirect, URI page, boolean canPaste) {
    String paste =
        """
        If that browser is on another machine, it ends on a page that it cannot open.
        Copy the address of that page, which begins with http://%s/,
        paste it here and press Enter.
        """
            .formatted(redirect.uri().getAuthority());
    return """
    To let this program see your Gmail labels, open this address in a browser%s:

      %s

    %sWaiting for %d seconds. Ctrl-C stops."""
        .formatted(
            canPaste ? "" : " on this machine", page, canPaste ? paste : "", timeout.toSeconds());
  }

  private void open(Browser browser, URI page, CompletableFuture<String> code) {
    if (!browser.open(page) && !code.isDone()) {
      user.info().accept("No browser could be opened here: open the address yourself.");
    }
  }

  /**
   * Waits for the browser as often as it takes: what is no code of this sign-in must not end it.
   * {@code waitForCode} knows no timeout and no interrupts; {@code stop} ends it.
   */
  private static void receive(
      LocalServerReceiver server, PastedRedirect redirect, CompletableFuture<String> code) {
    try {
      while (!code.isDone()) {
        // This program's HTTP server hands the whole query over as if it were the code.
        String query = String.valueOf(server.waitForCode());
        try {
          code.complete(redirect.codeInQuery(URLDecoder.decode(query, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
          // Not from the page that this sign-in has shown.
        }
      }
    } catch (IOException | RuntimeException e) {
      code.completeExceptionally(e);
    }
  }

  private void read(InputStream in, PastedRedirect redirect, CompletableFuture<String> code) {
    Scanner lines = new Scanner(in, StandardCharsets.UTF_8);
    while (!code.isDone() && lines.hasNextLine()) {
      try {
        String line = lines.nextLine();
        if (!line.isBlank()) {
          code.complete(redirect.codeInLine(line));
        }
      } catch (IllegalArgumentException e) {
        user.info().accept(e.getMessage());
      } catch (CliException e) {
        code.completeExceptionally(e);
      }
    }
    if (!code.isDone()) {
      user.info().accept("The input has ended: nothing can be pasted. Still waiting.");
    }
  }
}
