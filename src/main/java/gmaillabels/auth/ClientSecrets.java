package gmaillabels.auth;

import com.google.auth.oauth2.ClientId;
import gmaillabels.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The OAuth client of an installed app, as Google's console downloads it. We read the file and not
 * {@link ClientId#fromStream}, which takes a web client too, ignores the addresses and fails on a
 * bad file in five different ways.
 *
 * @param file where it was read from
 * @param authUri the page on which the person allows access
 * @param tokenUri where codes and refresh tokens are exchanged for access tokens
 */
public record ClientSecrets(
    Path file, String clientId, String clientSecret, URI authUri, URI tokenUri) {

  /**
   * Reads and checks the file.
   *
   * @throws Failure with exit code 3 if it is missing, unreadable or anything else
   */
  public static ClientSecrets read(Path file, Path workingDirectory) {
    Map<String, Object> json;
    try {
      json = JsonFile.read(file);
    } catch (NoSuchFileException e) {
      throw Failure.credentialsMissing(file, workingDirectory);
    } catch (AccessDeniedException e) {
      throw Failure.credentialsUnusable(file, "you are not allowed to read the OAuth client file");
    } catch (IOException e) {
      throw Failure.credentialsUnusable(
          file,
          Files.isDirectory(file)
              ? "a folder is where the OAuth client file should be"
              : "the OAuth client file cannot be read");
    } catch (JsonFile.NotJsonException e) {
      throw Failure.credentialsUnusable(file, "the OAuth client file " + e.getMessage());
    }
    Map<?, ?> installed = JsonFile.object(json, "installed");
    if (installed == null) {
      throw Failure.credentialsUnusable(file, whatItIs(json));
    }
    return new ClientSecrets(
        file,
        require(file, installed, "client_id"),
        require(file, installed, "client_secret"),
        requireUri(file, installed, "auth_uri"),
        requireUri(file, installed, "token_uri"));
  }

  /** The client as Google's library knows it. */
  ClientId toClientId() {
    return ClientId.of(clientId, clientSecret);
  }

  /** Keeps the secret out of logs and messages. */
  @Override
  public String toString() {
    return "ClientSecrets[" + file + "]";
  }

  private static String whatItIs(Map<String, Object> json) {
    if (json.containsKey("web")) {
      return "the OAuth client is a web application, not a desktop app";
    }
    if ("service_account".equals(json.get("type"))) {
      return "this is the key of a service account, not an OAuth client";
    }
    if ("authorized_user".equals(json.get("type"))) {
      return "this is a signed-in user of another program, not an OAuth client";
    }
    return "the OAuth client file has no \"installed\" part, so it is not of a desktop app";
  }

  private static String require(Path file, Map<?, ?> installed, String key) {
    String value = JsonFile.text(installed, key);
    if (value == null) {
      throw Failure.credentialsUnusable(file, "the OAuth client file has no \"%s\"".formatted(key));
    }
    return value;
  }

  private static URI requireUri(Path file, Map<?, ?> installed, String key) {
    try {
      return SecureUri.parse(require(file, installed, key));
    } catch (IllegalArgumentException e) {
      throw Failure.credentialsUnusable(
          file, "\"%s\" in the OAuth client file %s".formatted(key, e.getMessage()));
    }
  }
}
