package gmaillabels.auth;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.UrlEncodedContent;
import com.google.api.client.json.GenericJson;
import com.google.api.client.util.Data;
import com.google.auth.oauth2.ClientId;
import com.google.auth.oauth2.UserAuthorizer;
import gmaillabels.auth.StoredSignIn.Tokens;
import gmaillabels.error.CliException;
import gmaillabels.error.ClientProblems;
import gmaillabels.error.Problem;
import gmaillabels.error.RequestProblems;
import gmaillabels.error.SignInProblems;
import gmaillabels.http.ErrorResponse;
import gmaillabels.http.Json;
import gmaillabels.http.RetryBudget;
import gmaillabels.http.RetryingTransport;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The token endpoint of one OAuth client (RFC 6749, 3.2): codes and refresh tokens in, access
 * tokens out. {@code UserCredentials} would drop a refresh token that replaces the one before, know
 * one spelling of a lifetime, and hide why it was refused.
 */
public final class TokenEndpoint {
  private final ClientSecrets client;
  private final RetryingTransport transport;

  public TokenEndpoint(ClientSecrets client, RetryingTransport transport) {
    this.client = client;
    this.transport = transport;
  }

  ClientSecrets client() {
    return client;
  }

  /** Makes the authorization request. */
  UserAuthorizer authorizer(Scope scope, URI redirectUri, Pkce pkce) {
    return UserAuthorizer.newBuilder()
        .setClientId(ClientId.of(client.clientId(), client.clientSecret()))
        .setUserAuthUri(client.authUri().uri())
        .setScopes(List.of(scope.url()))
        .setCallbackUri(redirectUri)
        .setPKCEProvider(pkce)
        .build();
  }

  /**
   * Exchanges an authorization code, once: a code that was sent twice looks stolen, and Google may
   * then revoke what it issued the first time (RFC 6749, 4.1.2).
   */
  Tokens exchange(String code, Scope scope, URI redirectUri, Pkce pkce) {
    Map<String, String> grant =
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            redirectUri.toString(),
            "code_verifier",
            pkce.getCodeVerifier());
    try {
      GenericJson issued = request(grant, transport::budgetForSendingOnce);
      // No list means that everything was granted (RFC 6749, 5.1).
      Optional<String> granted = JsonFile.text(issued, "scope");
      if (granted.isPresent() && !List.of(granted.get().split(" ")).contains(scope.url())) {
        throw SignInProblems.scopeNotGranted(scope.url());
      }
      return tokens(issued, Optional.empty());
    } catch (CliException e) {
      if (e.problem() == Problem.INVALID_GRANT) {
        throw SignInProblems.codeRefused(host());
      }
      throw RequestProblems.UNDECIDED.contains(e.problem()) ? SignInProblems.notFinished(e) : e;
    }
  }

  Tokens refresh(Tokens tokens) {
    String refreshToken = tokens.refreshToken().orElseThrow(() -> SignInProblems.ended(host()));
    Map<String, String> grant =
        Map.of("grant_type", "refresh_token", "refresh_token", refreshToken);
    return tokens(request(grant, transport::budget), tokens.refreshToken());
  }

  /** Without a new refresh token, the one before stays valid (RFC 6749, 6). */
  private Tokens tokens(GenericJson issued, Optional<String> refreshToken) {
    try {
      return new Tokens(
          JsonFile.require(issued, "access_token"),
          transport.time().instant().plusSeconds(lifetime(issued.get("expires_in"))),
          JsonFile.text(issued, "refresh_token").or(() -> refreshToken));
    } catch (JsonFile.ContentException | IllegalArgumentException e) {
      throw noTokens();
    }
  }

  /** In seconds: a number, a number in quotes, or Google's usual hour where there is none. */
  private static long lifetime(Object expiresIn) {
    return expiresIn == null || Data.isNull(expiresIn)
        ? 3600
        : new BigDecimal(expiresIn.toString()).longValue();
  }

  private GenericJson request(Map<String, String> grant, Supplier<RetryBudget> budgets) {
    Map<String, String> form = new LinkedHashMap<>(grant);
    form.put("client_id", client.clientId());
    form.put("client_secret", client.clientSecret());
    try {
      String content = post(client.tokenUri().uri(), form, transport.create(budgets));
      return Json.parse(content, GenericJson.class).orElseThrow(this::noTokens);
    } catch (HttpResponseException e) {
      ErrorResponse error = ErrorResponse.of(e);
      if (error.reasons().contains("invalid_grant")) {
        throw SignInProblems.ended(host());
      }
      throw error.status() == 401
              || !Collections.disjoint(
                  error.reasons(), List.of("invalid_client", "unauthorized_client"))
          ? ClientProblems.refused(host(), client.file())
          : refusal(error, host());
    } catch (IOException e) {
      throw noTokens();
    }
  }

  private CliException noTokens() {
    return RequestProblems.unexpectedResponse("no tokens in it", host());
  }

  private String host() {
    return client.tokenUri().host();
  }

  /** The library's own revocation goes to a fixed address of Google's. */
  public static void revoke(StoredSignIn signIn, RetryingTransport transport) {
    // Revoking either token ends the grant, but only the refresh token lives longer than an hour.
    String token = signIn.tokens().refreshToken().orElse(signIn.tokens().accessToken());
    String host = signIn.tokenUri().host();
    try {
      post(
          signIn.tokenUri().uri().resolve("revoke"),
          Map.of("token", token),
          transport.create(transport::budget));
    } catch (HttpResponseException e) {
      // 400 says that the token is not good any more, which is what was wanted.
      if (e.getStatusCode() != 400) {
        throw refusal(ErrorResponse.of(e), host);
      }
    } catch (IOException e) {
      throw RequestProblems.unexpectedResponse("nothing in it", host);
    }
  }

  private static String post(URI uri, Map<String, String> form, HttpTransport transport)
      throws IOException {
    return transport
        .createRequestFactory()
        .buildPostRequest(new GenericUrl(uri), new UrlEncodedContent(form))
        .setLoggingEnabled(false)
        .execute()
        .parseAsString();
  }

  /** What it means for the user where nothing better is known. */
  private static CliException refusal(ErrorResponse error, String host) {
    return error.reasons().isEmpty()
        ? RequestProblems.unexpectedResponse(
            "status %d without a reason".formatted(error.status()), host)
        : RequestProblems.refused(error.status(), error.reasons().get(0), host);
  }
}
