package gmaillabels.auth;

import com.google.api.client.extensions.jetty.auth.oauth2.LocalServerReceiver;
import com.google.auth.oauth2.UserAuthorizer;
import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The installed-app flow of RFC 8252: the user allows access in a browser, and the browser brings
 * the authorization code to a server on this machine's loopback address. An account that is an
 * address is sent as a hint; then nobody else may sign in.
 */
public record InstalledAppFlow(
    TokenEndpoint endpoint,
    String account,
    Receiver receiver,
    User user,
    Function<Session, Optional<String>> addressOf) {
  private static final String LOOPBACK = "127.0.0.1";

  /** Where the browser comes back to; port 0 means any free one. */
  public record Receiver(int port, Duration timeout) {}

  /** How to reach the user; a browser on another machine ends on an address to be pasted. */
  public record User(
      Optional<Browser> browser, Optional<InputStream> pasted, Consumer<String> info) {}

  StoredSignIn signIn(Scope scope) {
    // Anyone on this machine can reach the receiver; 128 random bits in its path keep out all but
    // the browser (RFC 8252, 8.9).
    LocalServerReceiver server =
        new LocalServerReceiver.Builder()
            .setHost(LOOPBACK)
            .setPort(receiver.port() == 0 ? -1 : receiver.port())
            .setCallbackPath("/" + Pkce.randomText(16))
            .build();
    try {
      URI redirectUri = URI.create(server.getRedirectUri());
      UserAuthorizer authorizer = endpoint.authorizer(scope, redirectUri);
      PastedRedirect redirect =
          new PastedRedirect(redirectUri, Pkce.randomText(16), endpoint.client().authUri().host());
      String code = code(server, redirect, page(authorizer, redirect.state()));
      return withAddress(endpoint.exchange(code, authorizer, scope), scope);
    } catch (BindException e) {
      // The receiver finds a free port by opening and closing one, which another may take.
      throw receiver.port() == 0
          ? Problem.NETWORK.because(e, "the free port was taken at once", LOOPBACK)
          : Problem.PORT_TAKEN.with(receiver.port());
    } catch (IOException e) {
      throw Problem.NETWORK.because(e, "cannot wait for the browser", LOOPBACK);
    } finally {
      stop(server);
    }
  }

  private URI page(UserAuthorizer authorizer, String state) {
    String loginHint = account.contains("@") ? account : null;
    // Otherwise a token could carry what the user once granted to other programs of the project.
    Map<String, String> onlyThis = Map.of("include_granted_scopes", "false");
    return URI.create(authorizer.getAuthorizationUrl(loginHint, state, null, onlyThis).toString());
  }

  private StoredSignIn withAddress(StoredSignIn signIn, Scope scope) {
    if (scope == Scope.LABELS) {
      // It does not let a program ask.
      return signIn;
    }
    String accessToken = signIn.tokens().accessToken();
    Optional<String> address = addressOf.apply(Session.withoutRenewal(accessToken, ""));
    if (account.contains("@") && address.filter(a -> !a.equalsIgnoreCase(account)).isPresent()) {
      throw Problem.OTHER_USER.with(address.get(), account);
    }
    return signIn.withAddress(address);
  }

  /** Waits on threads of their own for whatever comes first. */
  private String code(LocalServerReceiver server, PastedRedirect redirect, URI page) {
    CompletableFuture<String> code = new CompletableFuture<>();
    new Thread(() -> receive(server, redirect, code), "receiver").start();
    user.info().accept(prompt(redirect, page));
    user.browser().ifPresent(b -> new Thread(() -> open(b, page, code), "browser").start());
    user.pasted().ifPresent(in -> new Thread(() -> read(in, redirect, code), "paste").start());
    try {
      return code.get(receiver.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw Problem.SIGN_IN_TIMED_OUT.with(receiver.timeout().toSeconds());
    } catch (ExecutionException | InterruptedException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof CliException denied
          ? denied
          : Problem.DEFECT.because(cause, cause.getClass().getSimpleName());
    } finally {
      code.cancel(false);
    }
  }

  private String prompt(PastedRedirect redirect, URI page) {
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
            user.pasted().isPresent() ? "" : " on this machine",
            page,
            user.pasted().isPresent() ? paste : "",
            receiver.timeout().toSeconds());
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
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); !code.isDone(); line = lines.readLine()) {
        if (line == null) {
          user.info().accept("The input has ended: nothing can be pasted. Still waiting.");
          return;
        }
        try {
          if (!line.isBlank()) {
            code.complete(redirect.codeInLine(line));
          }
        } catch (IllegalArgumentException e) {
          user.info().accept(e.getMessage());
        }
      }
    } catch (IOException | CliException e) {
      code.completeExceptionally(e);
    }
  }

  private static void stop(LocalServerReceiver server) {
    try {
      server.stop();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
