package gmaillabels.auth;

import com.google.api.client.extensions.java6.auth.oauth2.VerificationCodeReceiver;
import com.google.api.client.extensions.jetty.auth.oauth2.LocalServerReceiver;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.UserAuthorizer;
import com.google.auth.oauth2.UserCredentials;
import gmaillabels.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The installed-app flow of RFC 8252: the person allows access in a browser, and the browser brings
 * the authorization code to a server on this machine's loopback address.
 */
public final class SignIn {
  private final Browser browser;
  private final Consumer<String> prompt;
  private final Duration timeout;
  private final HttpTransportFactory transport;
  private final RandomText random = new RandomText();

  /**
   * Creates the flow.
   *
   * @param prompt takes what the person has to read
   * @param timeout how long the person has
   */
  public SignIn(
      Browser browser, Consumer<String> prompt, Duration timeout, HttpTransportFactory transport) {
    this.browser = browser;
    this.prompt = prompt;
    this.timeout = timeout;
    this.transport = transport;
  }

  /**
   * Signs in.
   *
   * @return credentials that were granted {@code scope}, not stored yet
   * @throws Failure if the person denies it, takes too long or leaves the scope's box unticked
   */
  UserCredentials run(ClientSecrets client, Scope scope) {
    // The receiver listens on every interface and takes any code that arrives on its path; 128
    // random bits in that path keep everybody out whom the browser did not send (RFC 8252, 8.9).
    LocalServerReceiver receiver =
        new LocalServerReceiver.Builder()
            .setHost("127.0.0.1")
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
      credentials = exchange(client, authorizer, waitForCode(client, receiver, authorizer));
    } catch (IOException e) {
      throw Failure.network("127.0.0.1", "cannot wait for the browser's answer", e);
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

  private String waitForCode(
      ClientSecrets client, VerificationCodeReceiver receiver, UserAuthorizer authorizer)
      throws IOException {
    // Otherwise a token could carry what the person once granted to other programs of the project.
    Map<String, String> onlyWhatIsAsked = Map.of("include_granted_scopes", "false");
    URI page =
        URI.create(
            authorizer
                .getAuthorizationUrl(null, random.next(16), null, onlyWhatIsAsked)
                .toString());
    prompt.accept(
        """
        To let this program see your Gmail labels, open this address in a browser on this machine:

          %s

        Waiting for %d seconds. Ctrl-C stops."""
            .formatted(page, timeout.toSeconds()));
    // waitForCode() knows no timeout and no interrupts, and returns null for a request without a
    // code, which must not end the sign-in.
    FutureTask<String> code =
        new FutureTask<>(
            () -> {
              String received = null;
              while (received == null && !Thread.currentThread().isInterrupted()) {
                received = receiver.waitForCode();
              }
              return received;
            });
    Thread waiting = new Thread(code, "redirect");
    waiting.setDaemon(true);
    waiting.start();
    browser.open(page);
    try {
      return code.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      code.cancel(true);
      throw Failure.signInTimedOut(timeout);
    } catch (ExecutionException e) {
      throw Failure.signInDenied(client.authUri().getHost(), error(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
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

  /** The receiver wraps the error of RFC 6749, 4.1.2.1 in a sentence and parentheses. */
  private static String error(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    int open = message.lastIndexOf('(');
    return open < 0 ? message : message.substring(open + 1, message.length() - 1);
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
