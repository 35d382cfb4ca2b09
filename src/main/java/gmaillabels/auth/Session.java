package gmaillabels.auth;

import static java.time.temporal.ChronoUnit.SECONDS;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import com.google.api.client.http.UrlEncodedContent;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.UserAuthorizer;
import com.google.auth.oauth2.UserCredentials;
import gmaillabels.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One account's access to Gmail: the cached tokens, refreshed when they are about to expire, or
 * those of a new sign-in. Puts the access token into requests.
 */
public final class Session implements HttpRequestInitializer, HttpUnsuccessfulResponseHandler {
  /** Long enough for all tries of a request, and for clocks that differ by a minute or two. */
  private static final Duration EXPIRY_MARGIN = Duration.ofMinutes(4);

  private final ClientSecrets client;
  private final Scope scope;
  private final String account;
  private final TokenFile tokenFile;
  private final Optional<SignIn> signIn;
  private final HttpTransportFactory transport;
  private final UserAuthorizer authorizer;
  private final Clock clock;
  private final Consumer<String> warnings;
  private UserCredentials credentials;
  private boolean refreshed;

  /**
   * Creates a session; touches no file and no network.
   *
   * @param signIn absent where a sign-in is not wanted
   * @param warnings takes a sentence about what does not stop the run
   */
  public Session(
      ClientSecrets client,
      Scope scope,
      String account,
      TokenFile tokenFile,
      Optional<SignIn> signIn,
      HttpTransportFactory transport,
      Clock clock,
      Consumer<String> warnings) {
    this.client = client;
    this.scope = scope;
    this.account = account;
    this.tokenFile = tokenFile;
    this.signIn = signIn;
    this.transport = transport;
    this.clock = clock;
    this.warnings = warnings;
    this.authorizer =
        UserAuthorizer.newBuilder()
            .setClientId(client.toClientId())
            .setTokenServerUri(client.tokenUri())
            .setScopes(List.of(scope.url()))
            .setTokenStore(tokenFile)
            .setHttpTransportFactory(transport)
            .build();
  }

  /**
   * Makes sure of an access token that is good for the next minutes.
   *
   * @throws Failure if that takes a sign-in which is not wanted or does not come about
   */
  public void open() {
    credentials = cached();
    if (credentials == null) {
      if (signIn.isPresent() && tokenFile.exists()) {
        warnings.accept(
            "%s; a new one replaces it (%s)".formatted(tokenFile.absence(), tokenFile.file()));
      }
      signInAgain(signInNeeded());
    } else if (expiresSoon()) {
      refresh();
    }
  }

  /**
   * Whether a listing would need no sign-in; looks at the file alone.
   *
   * @return how the access stands, as the end of a sentence
   * @throws Failure with exit code 4 if a sign-in is needed
   */
  public String status() {
    UserCredentials cached;
    try {
      cached = authorizer.getCredentials(account);
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw Failure.signInNeeded("the token file is damaged (%s)".formatted(tokenFile.file()));
    }
    if (cached == null) {
      throw signInNeeded();
    }
    credentials = cached;
    if (!expiresSoon()) {
      return "the access token is good until "
          + cached.getAccessToken().getExpirationTime().toInstant().truncatedTo(SECONDS);
    }
    if (cached.getRefreshToken() == null) {
      throw Failure.signInEnded(client.tokenUri().getHost());
    }
    return "the next run fetches a new access token";
  }

  /**
   * Ends the grant at Google and deletes the cached tokens, the latter in any case.
   *
   * @return whether there was anything to end
   * @throws Failure if the file could not be deleted, or Google not be told
   */
  public boolean signOut() {
    Optional<String> token;
    try {
      if (!tokenFile.exists()) {
        return false;
      }
      token = tokenFile.revocableToken();
    } catch (TokenFile.DamagedException e) {
      tokenFile.setAside();
      throw Failure.notRevoked(tokenFile.file(), "the token file was damaged");
    }
    Optional<Failure> notRevoked = token.flatMap(this::revoke);
    try {
      tokenFile.delete(account);
    } catch (IOException e) {
      throw Failure.tokensNotDeleted(tokenFile.file(), e);
    }
    if (notRevoked.isPresent()) {
      throw Failure.notRevoked(tokenFile.file(), notRevoked.get());
    }
    if (token.isEmpty()) {
      throw Failure.notRevoked(
          tokenFile.file(), "the cached sign-in belonged to another OAuth client");
    }
    return true;
  }

  /** The library's own revocation goes to a fixed address of Google's, whatever the client says. */
  private Optional<Failure> revoke(String token) {
    URI revokeUri = client.tokenUri().resolve("revoke");
    try {
      transport
          .create()
          .createRequestFactory()
          .buildPostRequest(
              new GenericUrl(revokeUri), new UrlEncodedContent(Map.of("token", token)))
          .setLoggingEnabled(false)
          .execute()
          .disconnect();
      return Optional.empty();
    } catch (Failure e) {
      return Optional.of(e);
    } catch (HttpResponseException e) {
      // 400 says that the token is not good any more, which is what was wanted.
      return e.getStatusCode() == 400
          ? Optional.empty()
          : Optional.of(TokenError.of(e, client).toFailure());
    } catch (IOException e) {
      return Optional.of(TokenError.of(e, client).toFailure());
    }
  }

  /** Signs in anew and stores the tokens, whatever is cached. */
  public void signIn() {
    signInAgain(Failure.signInNeeded("a sign-in was asked for and ruled out"));
  }

  @Override
  public void initialize(HttpRequest request) {
    // Not through HttpCredentialsAdapter: it refreshes as it likes, on a 401 up to ten times, and
    // hides why a refresh failed.
    request.getHeaders().setAuthorization("Bearer " + credentials.getAccessToken().getTokenValue());
    request.setUnsuccessfulResponseHandler(this);
  }

  /** Refreshes once for a 401; a second one is for whoever made the request. */
  @Override
  public boolean handleResponse(HttpRequest request, HttpResponse response, boolean supportsRetry) {
    if (response.getStatusCode() != 401 || refreshed) {
      return false;
    }
    refresh();
    initialize(request);
    return true;
  }

  private UserCredentials cached() {
    try {
      return authorizer.getCredentials(account);
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library fails on wrong tokens in several ways; all mean the same.
      tokenFile.setAside();
      return null;
    }
  }

  private boolean expiresSoon() {
    Date expiry = credentials.getAccessToken().getExpirationTime();
    return expiry.toInstant().isBefore(clock.instant().plus(EXPIRY_MARGIN));
  }

  private Failure signInNeeded() {
    return Failure.signInNeeded("%s (%s)".formatted(tokenFile.absence(), tokenFile.file()));
  }

  private void refresh() {
    refreshed = true;
    if (credentials.getRefreshToken() == null) {
      signInAgain(Failure.signInEnded(client.tokenUri().getHost()));
      return;
    }
    try {
      credentials.refresh();
    } catch (IOException | RuntimeException e) {
      TokenError error = TokenError.of(e, client);
      if (!error.isInvalidGrant()) {
        throw error.toFailure();
      }
      signInAgain(Failure.signInEnded(client.tokenUri().getHost()));
      return;
    }
    tokenFile
        .storeFailure()
        .ifPresent(
            e ->
                warnings.accept(
                    "cannot store the new access token, so the next run will ask for one again (%s: %s)"
                        .formatted(tokenFile.file(), Failure.reason(e))));
  }

  private void signInAgain(Failure unlessWanted) {
    SignIn wanted = signIn.orElseThrow(() -> unlessWanted);
    try {
      tokenFile.checkWritable();
      credentials = wanted.run(client, scope, account);
      authorizer.storeCredentials(account, credentials);
    } catch (IOException e) {
      throw Failure.tokensNotStored(tokenFile.file(), e);
    }
  }
}
