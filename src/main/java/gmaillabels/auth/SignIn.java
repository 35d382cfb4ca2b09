package gmaillabels.auth;

import com.google.api.client.extensions.java6.auth.oauth2.VerificationCodeReceiver;
import com.google.api.client.extensions.jetty.auth.oauth2.LocalServerReceiver;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.UserAuthorizer;
import com.google.auth.oauth2.UserCredentials;
import gmaillabels.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The installed-app flow of RFC 8252: the person allows access in a browser, and the browser brings
 * the authorization code to a server on this machine's loopback address.
 */
public final class SignIn {
  private static final String LOOPBACK = "127.0.0.1";

  private final Optional<Browser> browser;
  private final InputStream pasted;
  private final Consumer<String> prompt;
  private final int port;
  private final Duration timeout;
  private final HttpTransportFactory transport;

  /**
   * Creates the flow.
   *
   * @param browser absent if the person opens the page, perhaps on another machine, whose browser
   *     cannot reach this one
   * @param pasted where the address that such a browser ends on can be pasted
   * @param prompt takes what the person has to read
   * @param port where the browser comes back to; 0 means any free one
   * @param timeout how long the person has
   */
  public SignIn(
      Optional<Browser> browser,
      InputStream pasted,
      Consumer<String> prompt,
      int port,
      Duration timeout,
      HttpTransportFactory transport) {
    this.browser = browser;
    this.pasted = pasted;
    this.prompt = prompt;
    this.port = port;
    this.timeout = timeout;
    this.transport = transport;
  }

  /**
   * Signs in.
   *
   * @param account sent as a hint if it is an address
   * @return credentials that were granted {@code scope}, not stored yet
   * @throws Failure if the person denies it, takes too long or leaves the scope's box unticked
   */
  UserCredentials run(ClientSecrets client, Scope scope, String account) {
    RandomText random = new RandomText();
    // The receiver takes any code that arrives on its path; 128 random bits in that path keep
    // everybody out whom the browser did not send (RFC 8252, 8.9).
    LocalServerReceiver receiver =
        new LocalServerReceiver.Builder()
            .setHost(LOOPBACK)
            .setPort(port == 0 ? -1 : port)
            .setCallbackPath("/" + random.next(16))
            .build();
    UserCredentials credentials;
    try {
      URI redirectUri = URI.create(receiver.getRedirectUri());
      UserAuthorizer authorizer =
          UserAuthorizer.newBuilder()
              .setClientId(client.toClientId())
              .setUserAuthUri(client.authUri())
              .setTokenServerUri(client.tokenUri())
              .setScopes(List.of(scope.url()))
              .setCallbackUri(redirectUri)
              .setPKCEProvider(new Pkce(random))
              .setHttpTransportFactory(transport)
              .build();
      Redirect redirect = new Redirect(redirectUri, random.next(16));
      URI page = page(authorizer, redirect, account);
      credentials = exchange(client, authorizer, code(client, receiver, redirect, page));
    } catch (BindException e) {
      // The receiver finds a free port by opening and closing one, which another may take.
      throw port == 0
          ? Failure.network(LOOPBACK, "the free port was taken at once", e)
          : Failure.portTaken(port);
    } catch (IOException e) {
      throw Failure.network(LOOPBACK, "cannot wait for the browser's answer", e);
    } finally {
      stop(receiver);
    }
    // No list means that everything was granted (RFC 6749, 5.1).
    List<String> granted = credentials.getAccessToken().getScopes();
    if (!granted.isEmpty() && !granted.contains(scope.url())) {
      throw Failure.scopeNotGranted(scope.url());
    }
    return credentials;
  }

  private static URI page(UserAuthorizer authorizer, Redirect redirect, String account) {
    String loginHint = account.contains("@") ? account : null;
    // Otherwise a token could carry what the person once granted to other programs of the project.
    Map<String, String> onlyWhatIsAsked = Map.of("include_granted_scopes", "false");
    return URI.create(
        authorizer
            .getAuthorizationUrl(loginHint, redirect.state(), null, onlyWhatIsAsked)
            .toString());
  }

  private String code(
      ClientSecrets client, VerificationCodeReceiver receiver, Redirect redirect, URI page) {
    CompletableFuture<String> code = new CompletableFuture<>();
    startDaemon("redirect", () -> receive(receiver, code));
    if (browser.isPresent()) {
      prompt.accept(
          """
          To let this program see your Gmail labels, open this address in a browser on this machine:

            %s

          Waiting for %d seconds. Ctrl-C stops."""
              .formatted(page, timeout.toSeconds()));
      browser.get().open(page);
    } else {
      prompt.accept(
          """
          To let this program see your Gmail labels, open this address in a browser:

            %s

          If that browser is on another machine, it ends on a page that it cannot open, whose
          address begins with http://%s:%d/ — copy that address, paste it here and press Enter.
          Waiting for %d seconds. Ctrl-C stops."""
              .formatted(page, LOOPBACK, redirect.uri().getPort(), timeout.toSeconds()));
      startDaemon("pasted", () -> redirect.read(pasted, code, prompt));
    }
    try {
      return code.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw Failure.signInTimedOut(timeout);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof DeniedException denied
          ? Failure.signInDenied(client.authUri().getHost(), denied.error)
          : Failure.unexpected(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unexpected(e);
    } finally {
      code.cancel(false);
    }
  }

  /**
   * Waits for a code as often as it takes: {@code waitForCode} returns null for a request without
   * one, which must not end the sign-in. It knows no timeout and no interrupts either, hence a
   * thread of its own, which {@code stop} ends.
   */
  private static void receive(VerificationCodeReceiver receiver, CompletableFuture<String> code) {
    try {
      while (!code.isDone()) {
        String received = receiver.waitForCode();
        if (received != null && !received.isEmpty()) {
          code.complete(received);
        }
      }
    } catch (IOException e) {
      // It wraps the error of RFC 6749, 4.1.2.1 in a sentence and parentheses.
      String message = String.valueOf(e.getMessage());
      code.completeExceptionally(
          new DeniedException(message.replaceFirst("(?s)^.*?\\((.*)\\)$", "$1")));
    } catch (RuntimeException e) {
      code.completeExceptionally(e);
    }
  }

  /** The browser brought an error in place of a code. */
  static final class DeniedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String error;

    DeniedException(String error) {
      this.error = error;
    }
  }

  private UserCredentials exchange(ClientSecrets client, UserAuthorizer authorizer, String code) {
    try {
      return authorizer.getCredentialsFromCode(code, null);
    } catch (IOException | RuntimeException e) {
      TokenError error = TokenError.of(e, client);
      throw error.isInvalidGrant()
          ? Failure.codeRefused(client.tokenUri().getHost(), error.name())
          : error.toFailure();
    }
  }

  private static void startDaemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void stop(LocalServerReceiver receiver) {
    try {
      // Without it the server's thread would keep the process alive.
      receiver.stop();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
