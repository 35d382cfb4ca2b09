package gmaillabels.sandbox;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the person agreed to, and every code and token that was issued for it. */
final class Grants {

  /**
   * One consent. Its code is single-use and unique, so that two consents are never equal.
   *
   * @param challenge the PKCE challenge that the code's user must meet
   * @param offline whether a refresh token comes with it
   */
  record Grant(
      String code,
      SandboxClient client,
      String scope,
      boolean offline,
      String redirectUri,
      String challenge) {}

  /**
   * What the token endpoint hands out.
   *
   * @param refreshToken null where there is none
   */
  record Tokens(String accessToken, String refreshToken, Duration lifetime, String scope) {}

  private record AccessToken(Grant grant, Instant expiry) {}

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Grant> codes = new HashMap<>();
  private final Set<String> usedCodes = new HashSet<>();
  private final Map<String, Grant> refreshTokens = new HashMap<>();
  private final Map<String, AccessToken> accessTokens = new HashMap<>();
  private final Set<String> secrets = new HashSet<>();
  private Duration lifetime = Duration.ofSeconds(3599);

  synchronized String issueCode(
      SandboxClient client, String scope, boolean offline, String redirectUri, String challenge) {
    String code = secret("4/0A", 52);
    codes.put(code, new Grant(code, client, scope, offline, redirectUri, challenge));
    return code;
  }

  synchronized Optional<Grant> byCode(String code) {
    return Optional.ofNullable(codes.get(code));
  }

  /** Tokens for an unused code; a used one was stolen, so that what it brought is revoked. */
  synchronized Optional<Tokens> redeem(Grant grant) {
    if (!usedCodes.add(grant.code())) {
      revoke(grant);
      return Optional.empty();
    }
    String refreshToken = null;
    if (grant.offline()) {
      refreshToken = secret("1//0", 72);
      refreshTokens.put(refreshToken, grant);
    }
    return Optional.of(tokens(grant, refreshToken));
  }

  synchronized Optional<Tokens> refresh(SandboxClient client, String refreshToken) {
    return Optional.ofNullable(refreshTokens.get(refreshToken))
        .filter(grant -> grant.client().id().equals(client.id()))
        .map(grant -> tokens(grant, null));
  }

  /** The scopes of a live access token, separated by spaces. */
  synchronized Optional<String> scope(String accessToken) {
    return Optional.ofNullable(accessTokens.get(accessToken))
        .filter(token -> Instant.now().isBefore(token.expiry()))
        .map(token -> token.grant().scope());
  }

  /** Ends the grant behind a refresh token or a live access token; false where there is none. */
  synchronized boolean revoke(String token) {
    Grant grant = refreshTokens.get(token);
    if (grant == null && scope(token).isPresent()) {
      grant = accessTokens.get(token).grant();
    }
    if (grant == null) {
      return false;
    }
    revoke(grant);
    return true;
  }

  synchronized void revokeAll() {
    codes.clear();
    refreshTokens.clear();
    accessTokens.clear();
  }

  synchronized void expireAccessTokens() {
    accessTokens.clear();
  }

  synchronized void lifetime(Duration accessTokenLifetime) {
    lifetime = accessTokenLifetime;
  }

  synchronized void addSecret(String secret) {
    secrets.add(secret);
  }

  synchronized Set<String> secrets() {
    return Set.copyOf(secrets);
  }

  private Tokens tokens(Grant grant, String refreshToken) {
    String accessToken = secret("ya29.a0", 150);
    accessTokens.put(accessToken, new AccessToken(grant, Instant.now().plus(lifetime)));
    return new Tokens(accessToken, refreshToken, lifetime, grant.scope());
  }

  private void revoke(Grant grant) {
    refreshTokens.values().removeIf(grant::equals);
    accessTokens.values().removeIf(token -> token.grant().equals(grant));
  }

  private String secret(String prefix, int bytes) {
    byte[] noise = new byte[bytes];
    random.nextBytes(noise);
    String secret = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(noise);
    secrets.add(secret);
    return secret;
  }
}
