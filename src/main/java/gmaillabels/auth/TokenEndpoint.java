package gmaillabels.auth;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.UrlEncodedContent;
import com.google.api.client.json.GenericJson;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ClientId;
import com.google.auth.oauth2.UserAuthorizer;
import com.google.auth.oauth2.UserCredentials;
import gmaillabels.auth.StoredSignIn.Tokens;
import gmaillabels.error.CliException;
import gmaillabels.error.ClientProblems;
import gmaillabels.error.RequestProblems;
import gmaillabels.error.SignInProblems;
import gmaillabels.http.RetryingTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The token endpoint of one OAuth client: codes and refresh tokens in, access tokens out. */
public record TokenEndpoint(ClientSecrets client, RetryingTransport transport) {
  Tokens refresh(Tokens tokens) {
    String refreshToken = tokens.refreshToken().orElseThrow(() -> SignInProblems.ended(host()));
    // The library drops a refresh token that replaces the one before.
    AtomicReference<String> latest = new AtomicReference<>(refreshToken);
    try {
      AccessToken token =
          UserCredentials.newBuilder()
              .setClientId(client.clientId())
              .setClientSecret(client.clientSecret())
              .setTokenServerUri(client.tokenUri().uri())
              .setRefreshToken(refreshToken)
              .setHttpTransportFactory(
                  () ->
                      transport.create(
                          transport.policy()::start,
                          content -> {
                            JsonFile.parse(content)
                                .flatMap(json -> JsonFile.text(json, "refresh_token"))
                                .ifPresent(latest::set);
                            return withLifetime(content);
                          }))
              .build()
              .refreshAccessToken();
      return tokens(token, latest.get());
    } catch (IOException | RuntimeException e) {
      TokenError error = TokenError.of(e);
      throw error.isInvalidGrant() ? SignInProblems.ended(host()) : refusal(error);
    }
  }

  /** The library wants a number; where there is none, an access token has Google's usual hour. */
  private static String withLifetime(String content) {
    Optional<GenericJson> json = JsonFile.parse(content).filter(j -> j.containsKey("access_token"));
    Object lifetime = json.map(j -> j.getOrDefault("expires_in", "3600")).orElse(0);
    if (!(lifetime instanceof String text) || !text.matches("\\d{1,9}")) {
      return content;
    }
    json.get().set("expires_in", Integer.valueOf(text));
    return JsonFile.format(json.get());
  }

  /** Makes the authorization request, and remembers the verifier that goes with its code. */
  UserAuthorizer authorizer(Scope scope, URI redirectUri) {
    return UserAuthorizer.newBuilder()
        .setClientId(ClientId.of(client.clientId(), client.clientSecret()))
        .setUserAuthUri(client.authUri().uri())
        .setTokenServerUri(client.tokenUri().uri())
        .setScopes(List.of(scope.url()))
        .setCallbackUri(redirectUri)
        .setPKCEProvider(new Pkce())
        .setHttpTransportFactory(
            () -> transport.create(transport.policy()::sendingOnce, TokenEndpoint::withLifetime))
        .build();
  }

  /**
   * Exchanges an authorization code, once: a code that was sent twice looks stolen, and Google may
   * then revoke what it gave the first time (RFC 6749, 4.1.2).
   */
  Tokens exchange(String code, UserAuthorizer authorizer, Scope scope) {
    try {
      UserCredentials credentials = authorizer.getCredentialsFromCode(code, null);
      AccessToken token = credentials.getAccessToken();
      // No list means that everything was granted (RFC 6749, 5.1).
      if (!token.getScopes().isEmpty() && !token.getScopes().contains(scope.url())) {
        throw SignInProblems.scopeNotGranted(scope.url());
      }
      return tokens(token, credentials.getRefreshToken());
    } catch (IOException | RuntimeException e) {
      TokenError error = TokenError.of(e);
      if (error.isInvalidGrant()) {
        throw SignInProblems.codeRefused(host());
      }
      CliException refusal = refusal(error);
      throw RequestProblems.UNDECIDED.contains(refusal.problem())
          ? SignInProblems.notFinished(refusal)
          : refusal;
    }
  }

  private static Tokens tokens(AccessToken token, String refreshToken) {
    Instant expiry = token.getExpirationTime().toInstant();
    return new Tokens(token.getTokenValue(), expiry, Optional.ofNullable(refreshToken));
  }

  /** A refusal that means the same for a code and for a refresh token. */
  private CliException refusal(TokenError error) {
    return error.status() == 401 || error.name().matches("invalid_client|unauthorized_client")
        ? ClientProblems.refused(host(), client.file())
        : error.toException(host());
  }

  private String host() {
    return client.tokenUri().host();
  }

  /** The library's own revocation goes to a fixed address of Google's. */
  public static void revoke(StoredSignIn signIn, RetryingTransport transport) {
    // Revoking either token ends the grant, but only the refresh token lives longer than an hour.
    String token = signIn.tokens().refreshToken().orElse(signIn.tokens().accessToken());
    GenericUrl endpoint = new GenericUrl(signIn.tokenUri().uri().resolve("revoke"));
    try {
      transport
          .create(transport.policy()::start, content -> content)
          .createRequestFactory()
          .buildPostRequest(endpoint, new UrlEncodedContent(Map.of("token", token)))
          .setLoggingEnabled(false)
          .execute();
    } catch (IOException e) {
      // 400 says that the token is not good any more, which is what was wanted.
      if (!(e instanceof HttpResponseException refused && refused.getStatusCode() == 400)) {
        throw TokenError.of(e).toException(signIn.tokenUri().host());
      }
    }
  }

  /**
   * What the token endpoint refused with (RFC 6749, 5.2), dug out of the libraries' exceptions: the
   * name is empty if the response was not the endpoint's, the status 0 if there was no response.
   */
  private record TokenError(String name, int status, Throwable cause) {
    static TokenError of(Exception exception) {
      for (Throwable e = exception; e != null; e = e.getCause()) {
        if (e instanceof HttpResponseException refused) {
          String name =
              JsonFile.parse(String.valueOf(refused.getContent()))
                  .flatMap(json -> JsonFile.text(json, "error"))
                  .orElse("");
          return new TokenError(name, refused.getStatusCode(), e);
        }
      }
      return new TokenError("", 0, exception);
    }

    boolean isInvalidGrant() {
      return name.equals("invalid_grant");
    }

    /** What it means for the user where nothing better is known. */
    CliException toException(String host) {
      if (cause instanceof CliException failure) {
        return failure;
      }
      if (!name.isEmpty()) {
        return RequestProblems.refused(status, name, host);
      }
      String what =
          status == 0 ? "no tokens in it" : "status %d without a reason".formatted(status);
      return RequestProblems.unexpectedResponse(what, host, cause);
    }
  }
}
