package gmaillabels.auth;

import com.google.api.client.json.GenericJson;
import gmaillabels.error.CliException;
import gmaillabels.error.ClientProblems;
import gmaillabels.error.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the file of {@code --credentials} holds. */
public sealed interface Credentials permits ClientSecrets, AuthorizedUser {
  ClientSecrets client();

  static Credentials read(Path file) {
    try {
      GenericJson json = JsonFile.read(file);
      if (json.containsKey("installed")) {
        return ClientSecrets.fromJson(file, json);
      }
      if (AuthorizedUser.isIn(json)) {
        return AuthorizedUser.fromJson(file, json);
      }
      throw unusable(file, json);
    } catch (NoSuchFileException e) {
      throw ClientProblems.notFound(file);
    } catch (IOException e) {
      throw Files.isDirectory(file)
          ? ClientProblems.folder(file)
          : ClientProblems.notReadable(file, e);
    } catch (InvalidValueException e) {
      throw ClientProblems.invalidContent(file, e.getMessage());
    }
  }

  private static CliException unusable(Path file, GenericJson json) {
    if (json.containsKey("web")) {
      return ClientProblems.webApplication(file);
    }
    return "service_account".equals(json.get("type"))
        ? ClientProblems.serviceAccount(file)
        : ClientProblems.invalidContent(file, ClientSecrets.NO_DESKTOP_APP);
  }
}
