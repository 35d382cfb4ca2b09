package gmaillabels.auth;

import com.google.api.client.json.GenericJson;
import gmaillabels.auth.JsonFile.ContentException;
import gmaillabels.error.CliException;
import gmaillabels.error.ClientProblems;
import gmaillabels.http.SecureUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The OAuth client of an installed app, from the file that Google's console offers. The library's
 * {@code ClientId} takes web clients too, ignores the addresses, and fails in five different ways.
 */
public record ClientSecrets(
    Path file, String clientId, String clientSecret, SecureUri authUri, SecureUri tokenUri) {

  public static ClientSecrets read(Path file) {
    try {
      GenericJson json = JsonFile.read(file);
      if (!(json.get("installed") instanceof Map<?, ?> client)) {
        throw noDesktopApp(file, json);
      }
      return new ClientSecrets(
          file,
          JsonFile.require(client, "client_id"),
          JsonFile.text(client, "client_secret")
              .orElseThrow(() -> ClientProblems.withoutSecret(file)),
          requireUri(file, client, "auth_uri"),
          requireUri(file, client, "token_uri"));
    } catch (NoSuchFileException e) {
      throw ClientProblems.notFound(file);
    } catch (IOException e) {
      throw Files.isDirectory(file)
          ? ClientProblems.folder(file)
          : ClientProblems.notReadable(file, e);
    } catch (ContentException e) {
      throw ClientProblems.invalidContent(file, e.getMessage());
    }
  }

  private static CliException noDesktopApp(Path file, GenericJson json) {
    if (json.containsKey("web")) {
      return ClientProblems.webApplication(file);
    }
    return switch (String.valueOf(json.get("type"))) {
      case "service_account" -> ClientProblems.serviceAccount(file);
      case "authorized_user" -> ClientProblems.authorizedUser(file);
      default ->
          ClientProblems.invalidContent(
              file, "has no \"installed\" part, so it is not of a desktop app");
    };
  }

  private static SecureUri requireUri(Path file, Map<?, ?> client, String key)
      throws ContentException {
    String address = JsonFile.require(client, key);
    try {
      return SecureUri.parse(address);
    } catch (IllegalArgumentException e) {
      throw ClientProblems.invalidAddress(file, key, e.getMessage());
    }
  }

  /** Keeps the secret out of logs and messages. */
  @Override
  public String toString() {
    return "ClientSecrets[" + file + "]";
  }
}
