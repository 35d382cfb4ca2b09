package gmaillabels.auth;

import com.google.api.client.json.GenericJson;
import gmaillabels.error.InvalidValueException;
import gmaillabels.error.SignInProblems;
import gmaillabels.http.SecureUri;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a token file: the tokens, and the client, scope and user for which they were
 * issued. They are sent only to the token endpoint that issued them.
 */
public record StoredSignIn(
    String clientId, SecureUri tokenUri, String scope, Optional<String> address, Tokens tokens) {

  /** Google does not always issue a refresh token. */
  public record Tokens(String accessToken, Instant expiry, Optional<String> refreshToken) {
    /** Enough for all attempts of a request, and for clocks that differ by a minute or two. */
    private static final Duration EXPIRY_MARGIN = Duration.ofMinutes(4);

    public Tokens {
      if (!accessToken.matches(Session.ACCESS_TOKEN)) {
        throw new InvalidValueException("has a damaged access token");
      }
    }

    /** Whether a run refreshes the access token before it uses it. */
    public boolean expireSoon(InstantSource clock) {
      return expiry.isBefore(clock.instant().plus(EXPIRY_MARGIN));
    }

    /** Keeps the tokens out of logs and messages. */
    @Override
    public String toString() {
      return "Tokens[" + expiry + "]";
    }
  }

  static StoredSignIn fromJson(GenericJson json) {
    if (!(json.get("tokens") instanceof Map<?, ?> tokens)
        || !(tokens.get("expiration_time_millis") instanceof BigDecimal expiry)) {
      throw new InvalidValueException("has no tokens");
    }
    return new StoredSignIn(
        JsonFile.require(json, "client_id"),
        SecureUri.parse(JsonFile.require(json, "token_uri")),
        JsonFile.require(json, "scope"),
        optional(json, "address"),
        new Tokens(
            JsonFile.require(tokens, "access_token"),
            Instant.ofEpochMilli(expiry.longValue()),
            optional(tokens, "refresh_token")));
  }

  GenericJson toJson() {
    GenericJson stored = new GenericJson();
    stored.set("access_token", tokens.accessToken());
    stored.set("expiration_time_millis", tokens.expiry().toEpochMilli());
    tokens.refreshToken().ifPresent(token -> stored.set("refresh_token", token));
    GenericJson json = new GenericJson().set("client_id", clientId);
    address.ifPresent(a -> json.set("address", a));
    return json.set("token_uri", "" + tokenUri.uri()).set("scope", scope).set("tokens", stored);
  }

  private static Optional<String> optional(Map<?, ?> json, String key) {
    return json.containsKey(key) ? Optional.of(JsonFile.require(json, key)) : Optional.empty();
  }

  /**
   * Checks that a run with this client and scope may use the sign-in. The token endpoint must be
   * the same too, so that a client file with the same id cannot send the refresh token elsewhere.
   */
  public void requireMatch(ClientSecrets client, Optional<Scope> wanted, Path tokenFile) {
    if (!clientId.equals(client.clientId())
        || !tokenUri.host().equalsIgnoreCase(client.tokenUri().host())) {
      throw SignInProblems.otherClient(client.file(), tokenFile);
    }
    if (wanted.isPresent() && !wanted.get().url().equals(scope)) {
      String stored = Scope.of(scope).map(Scope::toString).orElse(scope);
      throw SignInProblems.otherScope(stored, wanted.get().toString(), tokenFile);
    }
  }

  StoredSignIn withAddress(Optional<String> user) {
    return new StoredSignIn(clientId, tokenUri, scope, user, tokens);
  }

  StoredSignIn withTokens(Tokens issued) {
    return new StoredSignIn(clientId, tokenUri, scope, address, issued);
  }
}
