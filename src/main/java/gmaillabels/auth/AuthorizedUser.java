package gmaillabels.auth;

import com.google.api.client.json.GenericJson;
import gmaillabels.auth.StoredSignIn.Tokens;
import gmaillabels.error.ClientProblems;
import gmaillabels.error.InvalidValueException;
import gmaillabels.http.RetryingTransport;
import gmaillabels.http.SecureUri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A sign-in that another program has made: the {@code token.json} of Google's Python quickstart, or
 * a file of the type {@code authorized_user}, as gcloud writes it. It is only read.
 *
 * @param tokens the access token, if the file has one and says when it expires
 */
public record AuthorizedUser(ClientSecrets client, String refreshToken, Optional<Tokens> tokens)
    implements Credentials {

  private static final String TOKEN_URI = "https://oauth2.googleapis.com/token";

  /** Whether the file is such a sign-in, though it may be incomplete. */
  public static boolean isIn(Path file) {
    try {
      return isIn(JsonFile.read(file));
    } catch (IOException | InvalidValueException e) {
      return false;
    }
  }

  static boolean isIn(GenericJson json) {
    return "authorized_user".equals(json.get("type"))
        || json.containsKey("refresh_token")
        || json.containsKey("token");
  }

  static AuthorizedUser fromJson(Path file, GenericJson json) {
    try {
      String refreshToken = JsonFile.require(json, "refresh_token");
      ClientSecrets client =
          new ClientSecrets(
              file,
              JsonFile.require(json, "client_id"),
              JsonFile.require(json, "client_secret"),
              Optional.empty(),
              tokenUri(json));
      return new AuthorizedUser(client, refreshToken, tokens(json));
    } catch (InvalidValueException e) {
      throw ClientProblems.invalidSignIn(file, e.getMessage());
    }
  }

  private static SecureUri tokenUri(GenericJson json) {
    try {
      return SecureUri.parse(JsonFile.text(json, "token_uri").orElse(TOKEN_URI));
    } catch (InvalidValueException e) {
      throw new InvalidValueException("has a \"token_uri\" that " + e.getMessage());
    }
  }

  private static Optional<Tokens> tokens(GenericJson json) {
    try {
      Instant expiry = Instant.parse(JsonFile.require(json, "expiry"));
      return Optional.of(new Tokens(JsonFile.require(json, "token"), expiry, Optional.empty()));
    } catch (InvalidValueException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Refreshes the access token if it expires soon, and stores nothing. */
  public Session open(RetryingTransport transport) {
    TokenEndpoint endpoint = new TokenEndpoint(client, transport);
    String accessToken =
        tokens
            .filter(current -> !current.expireSoon(transport.time()))
            .orElseGet(() -> refreshed(endpoint))
            .accessToken();
    return new Session(accessToken, refusal -> refreshed(endpoint).accessToken());
  }

  private Tokens refreshed(TokenEndpoint endpoint) {
    return endpoint.refresh(Optional.of(refreshToken));
  }

  /** Keeps the refresh token out of logs and messages. */
  @Override
  public String toString() {
    return "AuthorizedUser[" + client.file() + "]";
  }
}
