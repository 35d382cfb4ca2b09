package gmaillabels.auth;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.oauth2.TokenStore;
import gmaillabels.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The cached tokens of one account: a JSON file that is only ever replaced as a whole, so that a
 * crash, a full disk or other runs at the same time leave the old one or the new one. Beside the
 * library's tokens it keeps the client and the scope they were issued for; for any other client or
 * scope it looks empty.
 */
public final class TokenFile implements TokenStore {
  private static final String CLIENT_ID = "client_id";
  private static final String TOKEN_HOST = "token_host";
  private static final String SCOPE = "scope";
  private static final String TOKENS = "tokens";

  /** No write takes this long: a temporary file that is older was left by a run that was killed. */
  private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

  private final Path file;
  private final ClientSecrets client;
  private final Scope scope;
  private final Consumer<String> warnings;
  private String absence = "";
  private String loadedRefreshToken;
  private Optional<IOException> storeFailure = Optional.empty();

  /**
   * Creates the store; touches no file.
   *
   * @param warnings takes a sentence when a damaged file was set aside
   */
  public TokenFile(Path file, ClientSecrets client, Scope scope, Consumer<String> warnings) {
    this.file = file;
    this.client = client;
    this.scope = scope;
    this.warnings = warnings;
  }

  /** Where the tokens are. */
  public Path file() {
    return file;
  }

  /** Why {@link #load} last returned nothing, as the beginning of a sentence. */
  public String absence() {
    return absence;
  }

  /** What the last {@link #store} failed with: the library's refresh listener swallows it. */
  public Optional<IOException> storeFailure() {
    return storeFailure;
  }

  /** The file is there and cannot be understood. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The library's tokens, or null if there are none for this client and scope.
   *
   * @throws DamagedException if the file cannot be understood
   */
  @Override
  public String load(String account) throws DamagedException {
    GenericJson json = read();
    if (json == null) {
      return absent("not signed in yet");
    }
    // The host counts too: a client file with the same id and another host must not make this
    // program send the refresh token there.
    if (!client.clientId().equals(json.get(CLIENT_ID))
        || !client.tokenUri().getHost().equals(json.get(TOKEN_HOST))) {
      return absent("the cached sign-in belongs to another OAuth client");
    }
    if (!scope.url().equals(json.get(SCOPE))) {
      return absent("the cached sign-in is for another scope than " + scope);
    }
    loadedRefreshToken = refreshToken(json);
    return toText(json.get(TOKENS));
  }

  @Override
  public void store(String account, String tokens) throws IOException {
    GenericJson json = new GenericJson();
    json.put(CLIENT_ID, client.clientId());
    json.put(TOKEN_HOST, client.tokenUri().getHost());
    json.put(SCOPE, scope.url());
    try {
      json.put(TOKENS, JsonFile.parse(tokens));
      if (isRefresh(json) && !isRefresh(read())) {
        // While this run refreshed, somebody signed in anew or out: theirs counts.
        return;
      }
      replaceFile(toText(json));
      storeFailure = Optional.empty();
    } catch (JsonFile.NotJsonException e) {
      throw new IllegalArgumentException("not the library's tokens", e);
    } catch (IOException e) {
      storeFailure = Optional.of(e);
      throw e;
    }
  }

  /**
   * Whether there is a file, whatever is in it.
   *
   * @throws Failure if there is one that cannot be read
   */
  boolean exists() {
    try {
      return read() != null;
    } catch (DamagedException e) {
      return true;
    }
  }

  /**
   * A token that can be revoked at this client's token host, whatever client or scope it is for.
   *
   * @throws DamagedException if the file cannot be understood
   */
  Optional<String> revocableToken() throws DamagedException {
    GenericJson json = read();
    if (json == null || !client.tokenUri().getHost().equals(json.get(TOKEN_HOST))) {
      return Optional.empty();
    }
    // Revoking either ends the grant, but only the refresh token lives longer than an hour.
    String refreshToken = refreshToken(json);
    return Optional.ofNullable(
        refreshToken == null
            ? JsonFile.text(JsonFile.object(json, TOKENS), "access_token")
            : refreshToken);
  }

  /**
   * Finds out whether {@link #store} has a chance, before a person takes the trouble to sign in.
   *
   * @throws IOException if no file can be written beside the tokens
   */
  void checkWritable() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    createDirectory(directory);
    Files.delete(createTemporary(directory));
  }

  @Override
  public void delete(String account) throws IOException {
    Files.deleteIfExists(file);
  }

  /** Moves a file that cannot be understood out of the way, for the person to look at. */
  void setAside() {
    Path damaged = file.resolveSibling(file.getFileName() + ".damaged");
    try {
      Files.move(file, damaged, StandardCopyOption.REPLACE_EXISTING);
      warnings.accept("the token file was damaged and is now " + damaged);
    } catch (NoSuchFileException e) {
      // Another run was quicker.
    } catch (IOException e) {
      throw Failure.tokensUnreadable(file, e);
    }
    absence = "the token file was damaged";
  }

  private GenericJson read() throws DamagedException {
    try {
      GenericJson json = JsonFile.read(file);
      if (JsonFile.object(json, TOKENS) != null && JsonFile.text(json, CLIENT_ID) != null) {
        return json;
      }
    } catch (NoSuchFileException e) {
      return null;
    } catch (JsonFile.NotJsonException e) {
      // Told below.
    } catch (IOException e) {
      throw Failure.tokensUnreadable(file, e);
    }
    throw new DamagedException();
  }

  private boolean isRefresh(GenericJson json) {
    return loadedRefreshToken != null
        && json != null
        && loadedRefreshToken.equals(refreshToken(json));
  }

  private static String refreshToken(GenericJson json) {
    return JsonFile.text(JsonFile.object(json, TOKENS), "refresh_token");
  }

  private String absent(String why) {
    absence = why;
    return null;
  }

  private void replaceFile(String content) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    createDirectory(directory);
    Path temporary = createTemporary(directory);
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        // Before the rename: after a power cut the new name must not lead to an empty file.
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    deleteAbandoned(directory);
  }

  /** With mode 0600 from the start: there is no moment at which another user could open it. */
  private Path createTemporary(Path directory) throws IOException {
    return Files.createTempFile(directory, file.getFileName() + ".", ".tmp");
  }

  private static void createDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    FileAttribute<?>[] onlyForMe =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(directory, onlyForMe);
  }

  private void deleteAbandoned(Path directory) {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
    String prefix = file.getFileName() + ".";
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            directory,
            path -> {
              String name = path.getFileName().toString();
              return name.startsWith(prefix) && name.endsWith(".tmp");
            })) {
      for (Path path : files) {
        if (Files.getLastModifiedTime(path).compareTo(limit) < 0) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another run was quicker, or they are somebody else's: what matters has been stored.
    }
  }

  private static String toText(Object json) {
    try {
      return GsonFactory.getDefaultInstance().toString(json);
    } catch (IOException e) {
      throw new IllegalStateException("a string takes every write", e);
    }
  }
}
