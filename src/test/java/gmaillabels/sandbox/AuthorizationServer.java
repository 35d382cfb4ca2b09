package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import com.google.common.hash.Hashing;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The consent screen, and tokens by the rules of RFC 6749 and RFC 7636. All methods may be called
 * from any thread at any time.
 */
public final class AuthorizationServer {
  static final String DECISION_PATH = "/o/oauth2/v2/consent";

  private static final int PIECE = 12;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private static final String ACCESS_TOKEN = "ya29.a0";

  /** What the user agreed to. No two requests are equal, because of their {@code state}. */
  record Consent(Request request, String account, String scope) {}

  private final List<String> accounts;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> clients = new HashMap<>();

  /** What each code, refresh token and access token that is good stands for. */
  private final Map<String, Consent> consents = new HashMap<>();

  private final Set<String> secrets = new HashSet<>();
  private Predicate<String> ticked = scope -> true;
  private Duration lifetime = Duration.ofSeconds(3599);

  /** For users with these addresses; the first one is chosen unless another is asked for. */
  AuthorizationServer(List<String> accounts) {
    this.accounts = accounts;
  }

  /** Makes a further client known, or gives a known one another secret. */
  public synchronized void registerClient(String id, String secret) {
    clients.put(id, secret);
    secrets.add(secret);
  }

  /** From now on the user leaves only these scopes ticked. */
  public synchronized void grantOnly(String... scopes) {
    ticked = Set.of(scopes)::contains;
  }

  /** How long the access tokens issued from now on say that they live; 3599 seconds at first. */
  public synchronized void accessTokenLifetime(Duration lifetimeFromNow) {
    lifetime = lifetimeFromNow;
  }

  /** Refuses every access token issued so far; refresh tokens go on working. */
  public synchronized void expireAccessTokens() {
    consents.keySet().removeIf(secret -> secret.startsWith(ACCESS_TOKEN));
  }

  /** Ends every grant: all codes and tokens issued so far are dead. */
  public synchronized void revokeGrants() {
    consents.clear();
  }

  /** An access token that is good for reading the mailbox of the first account. */
  public synchronized String accessToken() {
    String scope = "https://www.googleapis.com/auth/gmail.readonly";
    return secret(ACCESS_TOKEN, 150, new Consent(null, accounts.get(0), scope));
  }

  /**
   * The tokens, codes, code verifiers and client secrets of which the text holds a piece that no
   * other text has by chance; the rest may be cut off or encoded.
   */
  public synchronized Set<String> secretsIn(String text) {
    return secrets.stream()
        .filter(
            secret ->
                IntStream.rangeClosed(0, secret.length() - PIECE)
                    .anyMatch(start -> text.contains(secret.substring(start, start + PIECE))))
        .collect(toSet());
  }

  /** What a live access token stands for. */
  synchronized Optional<Consent> consent(String accessToken) {
    return Optional.ofNullable(consents.get(accessToken));
  }

  private String account(Request request) {
    String hint = request.parameter("login_hint");
    return accounts.contains(hint) ? hint : accounts.get(0);
  }

  synchronized Response authorize(Request request) {
    return Response.html(200, ConsentPage.of(request, account(request), accounts));
  }

  synchronized Response decide(Request request) {
    String granted =
        Stream.of(request.parameter("scope").split(" +")).filter(ticked).collect(joining(" "));
    String decision = "error=access_denied";
    if (request.parameter("choice").equals("allow") && !granted.isEmpty()) {
      String code = secret("4/0A", 52, new Consent(request, account(request), granted));
      decision = "code=" + encode(code) + "&scope=" + encode(granted);
    }
    String state = "?state=" + encode(request.parameter("state")) + "&";
    return Response.status(302)
        .header("Location", request.parameter("redirect_uri") + state + decision);
  }

  synchronized Response token(Request request) {
    String clientId = request.parameter("client_id");
    if (!request.parameter("client_secret").equals(clients.get(clientId))) {
      return Response.oauthError(401, "invalid_client", "Unauthorized");
    }
    boolean isForCode = request.parameter("grant_type").equals("authorization_code");
    String grant = request.parameter(isForCode ? "code" : "refresh_token");
    Consent consent = consents.get(grant);
    if (consent == null
        || !consent.request().parameter("client_id").equals(clientId)
        || isForCode && !isProven(consent.request(), request)) {
      return Response.oauthError(400, "invalid_grant", "Bad Request");
    }
    String accessToken = secret(ACCESS_TOKEN, 150, consent);
    JsonObject tokens = Response.object("access_token", accessToken, "scope", consent.scope());
    tokens.addProperty("expires_in", lifetime.toSeconds());
    tokens.addProperty("token_type", "Bearer");
    if (isForCode) {
      // It works once.
      consents.remove(grant);
      tokens.addProperty("refresh_token", secret("1//0", 72, consent));
    }
    return Response.json(200, tokens);
  }

  /** Ends the consent behind a token of either kind. */
  synchronized Response revoke(Request request) {
    Consent consent = consents.get(request.parameter("token"));
    consents.values().removeIf(other -> other.equals(consent));
    return consent == null
        ? Response.oauthError(400, "invalid_token", "Token expired or revoked")
        : Response.json(200, new JsonObject());
  }

  private boolean isProven(Request consent, Request exchange) {
    String verifier = exchange.parameter("code_verifier");
    secrets.add(verifier);
    byte[] hash = Hashing.sha256().hashString(verifier, US_ASCII).asBytes();
    return consent.parameter("redirect_uri").equals(exchange.parameter("redirect_uri"))
        && consent.parameter("code_challenge_method").equals("S256")
        && consent.parameter("code_challenge").equals(BASE64.encodeToString(hash));
  }

  private String secret(String prefix, int bytes, Consent consent) {
    byte[] noise = new byte[bytes];
    random.nextBytes(noise);
    String secret = prefix + BASE64.encodeToString(noise);
    secrets.add(secret);
    consents.put(secret, consent);
    return secret;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}
