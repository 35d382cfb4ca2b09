package gmaillabels.auth;

import com.google.api.client.json.GenericJson;
import gmaillabels.error.ClientProblems;
import gmaillabels.error.InvalidValueException;
import gmaillabels.http.SecureUri;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The OAuth client of an installed app, from the file that Google's console offers. The library's
 * {@code ClientId} accepts web clients too, ignores the addresses, and fails in five different
 * ways.
 *
 * @param authUri where users sign in; empty if the client comes with a finished sign-in
 */
public record ClientSecrets(
    Path file,
    String clientId,
    String clientSecret,
    Optional<SecureUri> authUri,
    SecureUri tokenUri)
    implements Credentials {

  static final String NO_DESKTOP_APP = "has no \"installed\" part, so it is not of a desktop app";

  static ClientSecrets fromJson(Path file, GenericJson json) {
    if (!(json.get("installed") instanceof Map<?, ?> client)) {
      throw new InvalidValueException(NO_DESKTOP_APP);
    }
    return new ClientSecrets(
        file,
        JsonFile.require(client, "client_id"),
        JsonFile.text(client, "client_secret")
            .orElseThrow(() -> ClientProblems.withoutSecret(file)),
        Optional.of(requireUri(file, client, "auth_uri")),
        requireUri(file, client, "token_uri"));
  }

  private static SecureUri requireUri(Path file, Map<?, ?> client, String key) {
    String address = JsonFile.require(client, key);
    try {
      return SecureUri.parse(address);
    } catch (InvalidValueException e) {
      throw ClientProblems.invalidAddress(file, key, e.getMessage());
    }
  }

  @Override
  public ClientSecrets client() {
    return this;
  }

  /** Keeps the secret out of logs and messages. */
  @Override
  public String toString() {
    return "ClientSecrets[" + file + "]";
  }
}
