package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.gson.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/** Hands out tokens by the rules of RFC 6749 and RFC 7636, and takes them back. */
final class TokenEndpoint {

  private static final Pattern CODE_VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  /** A refusal, thrown so that the checks read one after the other. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Response response;

    Refusal(int status, String error, String description) {
      response = GoogleError.oauth(status, error, description);
    }
  }

  private final Map<String, SandboxClient> clients;
  private final Grants grants;

  TokenEndpoint(Map<String, SandboxClient> clients, Grants grants) {
    this.clients = clients;
    this.grants = grants;
  }

  Response issue(Request request) {
    try {
      Map<String, String> form = request.parameters();
      SandboxClient client = client(form);
      String grantType = required(form, "grant_type");
      return switch (grantType) {
        case "authorization_code" -> answer(redeem(client, form));
        case "refresh_token" -> answer(refresh(client, form));
        default ->
            throw new Refusal(400, "unsupported_grant_type", "Invalid grant_type: " + grantType);
      };
    } catch (Refusal refusal) {
      return refusal.response;
    }
  }

  Response revoke(Request request) {
    return grants.revoke(request.parameters().getOrDefault("token", ""))
        ? Response.json(200, new JsonObject())
        : GoogleError.oauth(400, "invalid_token", "Token expired or revoked");
  }

  private SandboxClient client(Map<String, String> form) throws Refusal {
    if (!form.containsKey("client_id")) {
      throw new Refusal(400, "invalid_request", "Could not determine client ID from request.");
    }
    SandboxClient client = clients.get(form.get("client_id"));
    if (client == null) {
      throw new Refusal(401, "invalid_client", "The OAuth client was not found.");
    }
    if (!form.containsKey("client_secret")) {
      throw new Refusal(400, "invalid_request", "client_secret is missing.");
    }
    if (!client.secret().equals(form.get("client_secret"))) {
      throw new Refusal(401, "invalid_client", "Unauthorized");
    }
    return client;
  }

  private Grants.Tokens redeem(SandboxClient client, Map<String, String> form) throws Refusal {
    Grants.Grant grant =
        grants
            .byCode(required(form, "code"))
            .filter(g -> g.client().id().equals(client.id()))
            .orElseThrow(() -> new Refusal(400, "invalid_grant", "Malformed auth code."));
    if (!grant.redirectUri().equals(required(form, "redirect_uri"))) {
      throw new Refusal(400, "redirect_uri_mismatch", "Bad Request");
    }
    checkVerifier(form.get("code_verifier"), grant.challenge());
    return grants.redeem(grant).orElseThrow(() -> new Refusal(400, "invalid_grant", "Bad Request"));
  }

  private Grants.Tokens refresh(SandboxClient client, Map<String, String> form) throws Refusal {
    return grants
        .refresh(client, required(form, "refresh_token"))
        .orElseThrow(() -> new Refusal(400, "invalid_grant", "Token has been expired or revoked."));
  }

  private void checkVerifier(String verifier, String challenge) throws Refusal {
    if (verifier == null) {
      throw new Refusal(400, "invalid_grant", "Missing code verifier.");
    }
    grants.addSecret(verifier);
    if (!CODE_VERIFIER.matcher(verifier).matches()) {
      throw new Refusal(400, "invalid_request", "Malformed code verifier.");
    }
    if (!s256(verifier).equals(challenge)) {
      throw new Refusal(400, "invalid_grant", "Invalid code verifier.");
    }
  }

  private static Response answer(Grants.Tokens tokens) {
    return Response.json(
            200,
            Json.object(
                "access_token", tokens.accessToken(),
                "expires_in", tokens.lifetime().toSeconds(),
                "refresh_token", tokens.refreshToken(),
                "scope", tokens.scope(),
                "token_type", "Bearer"))
        .with("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
  }

  private static String required(Map<String, String> form, String name) throws Refusal {
    if (!form.containsKey(name)) {
      throw new Refusal(400, "invalid_request", "Missing required parameter: " + name);
    }
    return form.get(name);
  }

  private static String s256(String verifier) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
