package gmaillabels.auth;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.UrlEncodedContent;
import com.google.api.client.json.GenericJson;
import com.google.api.client.util.Data;
import com.google.auth.oauth2.ClientId;
import com.google.auth.oauth2.UserAuthorizer;
import com.google.auth.oauth2.UserCredentials;
import com.google.common.base.Throwables;
import gmaillabels.auth.StoredSignIn.Tokens;
import gmaillabels.error.CliException;
import gmaillabels.error.ClientProblems;
import gmaillabels.error.InvalidValueException;
import gmaillabels.error.RequestProblems;
import gmaillabels.error.SignInProblems;
import gmaillabels.http.ErrorResponse;
import gmaillabels.http.Json;
import gmaillabels.http.RetryBudget;
import gmaillabels.http.RetryingTransport;
import gmaillabels.http.SecureUri;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The token endpoint of an OAuth client (RFC 6749, 3.2), which issues access tokens for codes and
 * refresh tokens. The library makes the requests. The tokens are read here, because the library
 * ignores a new refresh token and accepts only whole numbers as a lifetime.
 */
public final class TokenEndpoint {
  /** In seconds; no access token is valid for a day. */
  private static final int MAX_LIFETIME = 86_400;

  private final ClientSecrets client;
  private final RetryingTransport transport;

  public TokenEndpoint(ClientSecrets client, RetryingTransport transport) {
    this.client = client;
    this.transport = transport;
  }

  ClientSecrets client() {
    return client;
  }

  /** Makes the authorization request; {@link #exchange} needs the same values for its code. */
  UserAuthorizer.Builder authorizer(Scope scope, URI redirectUri, Pkce pkce) {
    return UserAuthorizer.newBuilder()
        .setClientId(ClientId.of(client.clientId(), client.clientSecret()))
        .setUserAuthUri(client.authUri().orElseThrow().uri())
        .setTokenServerUri(client.tokenUri().uri())
        .setScopes(List.of(scope.url()))
        .setCallbackUri(redirectUri)
        .setPKCEProvider(pkce);
  }

  /**
   * Exchanges an authorization code, which is sent only once: if it is sent again, Google may
   * revoke the tokens that it issued for it (RFC 6749, 4.1.2).
   */
  StoredSignIn exchange(String code, Scope scope, URI redirectUri, Pkce pkce) {
    try {
      GenericJson issued =
          issued(
              transport::budgetForSendingOnce,
              http ->
                  authorizer(scope, redirectUri, pkce)
                      .setHttpTransportFactory(() -> http)
                      .build()
                      .getCredentialsFromCode(code, null),
              words -> SignInProblems.codeRefused(words, host()));
      StoredSignIn signIn =
          new StoredSignIn(
              client.clientId(),
              client.tokenUri(),
              scope.url(),
              Optional.empty(),
              tokens(issued, Optional.empty()));
      // No list means that everything was granted (RFC 6749, 5.1).
      Optional<String> granted = JsonFile.text(issued, "scope");
      if (granted.isPresent() && !List.of(granted.get().split(" ")).contains(scope.url())) {
        throw SignInProblems.scopeNotGranted(scope.url(), revoke(signIn));
      }
      return signIn;
    } catch (CliException e) {
      throw RequestProblems.UNDECIDED.contains(e.problem()) ? SignInProblems.notFinished(e) : e;
    }
  }

  Tokens refresh(Optional<String> refreshToken) {
    String known = refreshToken.orElseThrow(() -> ended(""));
    GenericJson issued =
        issued(
            transport::budget,
            http ->
                UserCredentials.newBuilder()
                    .setClientId(client.clientId())
                    .setClientSecret(client.clientSecret())
                    .setTokenServerUri(client.tokenUri().uri())
                    .setRefreshToken(known)
                    .setHttpTransportFactory(() -> http)
                    .build()
                    .refreshAccessToken(),
            this::ended);
    return tokens(issued, refreshToken);
  }

  private CliException ended(String words) {
    return words.contains("invalid_rapt")
        ? SignInProblems.sessionEnded(words, host())
        : SignInProblems.ended(words, host());
  }

  /** If no new refresh token is issued, the given one stays valid (RFC 6749, 6). */
  private Tokens tokens(GenericJson issued, Optional<String> refreshToken) {
    try {
      return new Tokens(
          JsonFile.require(issued, "access_token"),
          transport.time().instant().plusSeconds(lifetime(issued.get("expires_in"))),
          JsonFile.text(issued, "refresh_token").or(() -> refreshToken));
    } catch (InvalidValueException | NumberFormatException e) {
      throw noTokens();
    }
  }

  /** In seconds, from a number or a number in quotes; without one, an hour, as is usual. */
  private static long lifetime(Object expiresIn) {
    return expiresIn == null || Data.isNull(expiresIn)
        ? 3600
        : new BigDecimal(expiresIn.toString()).min(BigDecimal.valueOf(MAX_LIFETIME)).longValue();
  }

  /** A request that the library sends over this transport. */
  private interface LibraryRequest {
    void send(HttpTransport http) throws IOException;
  }

  /** Sends the request and reads the tokens, as JSON, in its response. */
  private GenericJson issued(
      Supplier<RetryBudget> budgets,
      LibraryRequest request,
      Function<String, CliException> invalidGrant) {
    AtomicReference<String> content = new AtomicReference<>();
    try {
      request.send(transport.recording(budgets, content::set));
    } catch (IOException | RuntimeException e) {
      // If there was a response, the library failed only to read it; it is read below.
      if (content.get() == null) {
        throw refused(e, invalidGrant);
      }
    }
    return Json.parse(content.get(), GenericJson.class).orElseThrow(this::noTokens);
  }

  /** The library wraps a refusal in one or two exceptions of its own. */
  private RuntimeException refused(
      Exception exception, Function<String, CliException> invalidGrant) {
    Optional<ErrorResponse> response =
        Throwables.getCausalChain(exception).stream()
            .filter(HttpResponseException.class::isInstance)
            .map(e -> ErrorResponse.of((HttpResponseException) e))
            .findFirst();
    if (response.isEmpty()) {
      return exception instanceof RuntimeException e ? e : noTokens();
    }
    ErrorResponse error = response.get();
    if (error.has("invalid_grant")) {
      return invalidGrant.apply(error.words());
    }
    return error.status() == 401
            || error.has("invalid_client", "unauthorized_client")
            || error.words().contains("client_secret")
        ? ClientProblems.refused(error.words(), host(), client.file())
        : error.toException(host());
  }

  private CliException noTokens() {
    return RequestProblems.unexpectedResponse("no tokens in it", host());
  }

  private String host() {
    return client.tokenUri().host();
  }

  /** Revokes a grant that this program refuses; returns false if that failed. */
  boolean revoke(StoredSignIn refused) {
    try {
      return revoke(refused, transport);
    } catch (CliException e) {
      return false;
    }
  }

  /** Returns false if the token was no longer valid, so that there was nothing to revoke with. */
  public static boolean revoke(StoredSignIn signIn, RetryingTransport transport) {
    // Revoking either token ends the grant, but only the refresh token lives longer than an hour.
    String token = signIn.tokens().refreshToken().orElse(signIn.tokens().accessToken());
    // The token endpoint of an old client file may have no revocation endpoint beside it.
    SecureUri endpoint =
        signIn.tokenUri().isLoopback()
            ? new SecureUri(signIn.tokenUri().uri().resolve("revoke"))
            : SecureUri.parse("https://oauth2.googleapis.com/revoke");
    try {
      transport
          .create(transport::budget)
          .createRequestFactory()
          .buildPostRequest(
              new GenericUrl(endpoint.uri()), new UrlEncodedContent(Map.of("token", token)))
          .setLoggingEnabled(false)
          .execute();
      return true;
    } catch (HttpResponseException e) {
      ErrorResponse error = ErrorResponse.of(e);
      if (error.has("invalid_token")) {
        return false;
      }
      throw error.status() == 401
          ? RequestProblems.refused(401, error.words(), endpoint.host())
          : error.toException(endpoint.host());
    } catch (IOException e) {
      throw RequestProblems.unexpectedResponse("cut off", endpoint.host());
    }
  }
}
