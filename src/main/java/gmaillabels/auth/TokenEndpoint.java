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
 * The token endpoint of one OAuth client (RFC 6749, 3.2): codes and refresh tokens in, access
 * tokens out. The library makes the requests, but drops a refresh token that replaces the one
 * before, and knows one spelling of a lifetime: so the tokens are read here.
 */
public final class TokenEndpoint {
  /** In seconds; no access token lives for a day. */
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

  /** Makes the authorization request; its code is for {@link #exchange} with the same values. */
  UserAuthorizer authorizer(Scope scope, URI redirectUri, Pkce pkce) {
    return authorizer(scope, redirectUri, pkce, transport.create(transport::budget));
  }

  private UserAuthorizer authorizer(
      Scope scope, URI redirectUri, Pkce pkce, HttpTransport requests) {
    return UserAuthorizer.newBuilder()
        .setClientId(ClientId.of(client.clientId(), client.clientSecret()))
        .setUserAuthUri(client.authUri().orElseThrow().uri())
        .setTokenServerUri(client.tokenUri().uri())
        .setScopes(List.of(scope.url()))
        .setCallbackUri(redirectUri)
        .setPKCEProvider(pkce)
        .setHttpTransportFactory(() -> requests)
        .build();
  }

  /**
   * Exchanges an authorization code, once: a code that was sent twice looks stolen, and Google may
   * then revoke what it issued the first time (RFC 6749, 4.1.2).
   */
  StoredSignIn exchange(String code, Scope scope, URI redirectUri, Pkce pkce) {
    try {
      GenericJson issued =
          issued(
              transport::budgetForSendingOnce,
              requests ->
                  authorizer(scope, redirectUri, pkce, requests).getCredentialsFromCode(code, null),
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
            requests ->
                UserCredentials.newBuilder()
                    .setClientId(client.clientId())
                    .setClientSecret(client.clientSecret())
                    .setTokenServerUri(client.tokenUri().uri())
                    .setRefreshToken(known)
                    .setHttpTransportFactory(() -> requests)
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

  /** Without a new refresh token, the one before stays valid (RFC 6749, 6). */
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

  /** In seconds: a number, a number in quotes, or Google's usual hour where there is none. */
  private static long lifetime(Object expiresIn) {
    return expiresIn == null || Data.isNull(expiresIn)
        ? 3600
        : new BigDecimal(expiresIn.toString()).min(BigDecimal.valueOf(MAX_LIFETIME)).longValue();
  }

  /** What the library does with the transport that it is given. */
  private interface LibraryRequest {
    void send(HttpTransport requests) throws IOException;
  }

  /** The response in which the token endpoint issues tokens. */
  private GenericJson issued(
      Supplier<RetryBudget> budgets,
      LibraryRequest request,
      Function<String, CliException> invalidGrant) {
    AtomicReference<String> content = new AtomicReference<>();
    try {
      request.send(transport.recording(budgets, content::set));
    } catch (IOException | RuntimeException e) {
      // If there was a response, the library could not read all of it, which is tried below.
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

  /** Revokes a grant that this program does not want; false if it is still at Google. */
  boolean revoke(StoredSignIn refused) {
    try {
      revoke(refused, transport);
      return true;
    } catch (CliException e) {
      return false;
    }
  }

  public static void revoke(StoredSignIn signIn, RetryingTransport transport) {
    // Revoking either token ends the grant, but only the refresh token lives longer than an hour.
    String token = signIn.tokens().refreshToken().orElse(signIn.tokens().accessToken());
    // Clients of old have a token endpoint beside which there is none for revocations.
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
    } catch (HttpResponseException e) {
      ErrorResponse error = ErrorResponse.of(e);
      // Otherwise the token was revoked before, or has expired.
      if (!error.has("invalid_token")) {
        throw error.status() == 401
            ? RequestProblems.refused(401, error.words(), endpoint.host())
            : error.toException(endpoint.host());
      }
    } catch (IOException e) {
      throw RequestProblems.unexpectedResponse("cut off", endpoint.host());
    }
  }
}
