package gmaillabels.auth;

import com.google.api.client.json.GenericJson;
import gmaillabels.error.Problem;
import gmaillabels.http.SecureUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The OAuth client of an installed app, as Google's console downloads it. {@code ClientId} would
 * take a web client too, ignore the addresses and fail on a bad file in five different ways.
 */
public record ClientSecrets(
    Path file, String clientId, String clientSecret, SecureUri authUri, SecureUri tokenUri) {

  public static ClientSecrets read(Path file) {
    try {
      GenericJson json = JsonFile.read(file);
      if (!(json.get("installed") instanceof Map<?, ?> client)) {
        throw Problem.CREDENTIALS_UNUSABLE.with(whatItIs(json), file);
      }
      return new ClientSecrets(
          file,
          JsonFile.require(client, "client_id"),
          JsonFile.require(client, "client_secret"),
          requireUri(file, client, "auth_uri"),
          requireUri(file, client, "token_uri"));
    } catch (NoSuchFileException e) {
      throw Problem.CREDENTIALS_NOT_FOUND.with(file);
    } catch (IOException e) {
      String what =
          Files.isDirectory(file)
              ? "a folder is where the OAuth client file should be"
              : "the OAuth client file cannot be read: " + Problem.reason(e);
      throw Problem.CREDENTIALS_UNUSABLE.with(what, file);
    } catch (IllegalArgumentException e) {
      throw Problem.CREDENTIALS_UNUSABLE.with("the OAuth client file " + e.getMessage(), file);
    }
  }

  private static String whatItIs(GenericJson json) {
    if (json.containsKey("web")) {
      return "the OAuth client is a web application, not a desktop app";
    }
    return switch (String.valueOf(json.get("type"))) {
      case "service_account" -> "this is the key of a service account, not an OAuth client";
      case "authorized_user" -> "this is a signed-in user of another program, not an OAuth client";
      default -> "the OAuth client file has no \"installed\" part, so it is not of a desktop app";
    };
  }

  private static SecureUri requireUri(Path file, Map<?, ?> client, String key) {
    String address = JsonFile.require(client, key);
    try {
      return SecureUri.parse(address);
    } catch (IllegalArgumentException e) {
      String what = "\"%s\" in the OAuth client file %s".formatted(key, e.getMessage());
      throw Problem.CREDENTIALS_UNUSABLE.with(what, file);
    }
  }

  /** Keeps the secret out of logs and messages. */
  @Override
  public String toString() {
    return "ClientSecrets[" + file + "]";
  }
}
