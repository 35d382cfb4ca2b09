package gmaillabels.auth;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.api.client.json.gson.GsonFactory;
import gmaillabels.error.InvalidValueException;
import gmaillabels.error.LocalProblems;
import gmaillabels.error.SignInProblems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The file with the sign-in of one account. It is replaced by renaming, so that after a crash, on a
 * full disk or with several runs at once it contains either the old sign-in or the new one.
 * Replacing and deleting take a lock on a file beside it, reading does not. If the path is a link,
 * all this is done to the file that it leads to.
 */
public final class TokenFile {
  private static final int MAX_LINKS = 40;
  private static final int LOCK_ATTEMPTS = 200;
  private static final int LOCK_PAUSE_MILLIS = 50;

  /** More than a token file takes. */
  private static final int TRIAL_BYTES = 1 << 13;

  private final Path path;

  public TokenFile(Path path) {
    this.path = path;
  }

  private interface Step {
    void run() throws IOException;
  }

  public Path path() {
    return path;
  }

  /** The sign-in in the file; empty if there is no file. */
  public Optional<StoredSignIn> load() {
    try {
      return Optional.of(StoredSignIn.fromJson(JsonFile.read(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw LocalProblems.tokensNotReadable(path, e);
    } catch (InvalidValueException e) {
      throw SignInProblems.damaged(path);
    }
  }

  /** The sign-in in the file, which must exist. */
  public StoredSignIn require() {
    return load().orElseThrow(() -> SignInProblems.notSignedIn(path));
  }

  void save(StoredSignIn signIn) throws IOException {
    Path file = target();
    locked(file, () -> replace(file, content(signIn)));
  }

  /** Replaces the file, unless another run has signed in or deleted it in the meantime. */
  void saveRefreshed(StoredSignIn before, StoredSignIn refreshed) throws IOException {
    Optional<String> known = before.tokens().refreshToken();
    Path file = target();
    locked(
        file,
        () -> {
          if (load().filter(now -> now.tokens().refreshToken().equals(known)).isPresent()) {
            replace(file, content(refreshed));
          }
        });
  }

  /** Does all that {@link #save} will do, before the user takes the trouble to sign in. */
  void trySaving() throws IOException {
    Path file = target();
    createFolder(file);
    // On Unix this file is deleted as soon as it is open, so that a killed run leaves nothing.
    Path trial = beside(file, "." + Pkce.randomText(6) + ".tmp");
    try (FileChannel channel = open(trial, CREATE_NEW, DELETE_ON_CLOSE)) {
      channel.lock();
      write(channel, new ByteArrayInputStream(new byte[TRIAL_BYTES]));
    }
    // Throws if there is a pipe or a folder where saving needs a file.
    beside(file, ".tmp");
    if (Files.exists(file)) {
      // A mount point, for example, can be written but not replaced.
      locked(
          file,
          () -> {
            try (InputStream unchanged = Files.newInputStream(file)) {
              replace(file, unchanged);
            }
          });
    } else if (Files.exists(beside(file, ".lock"))) {
      locked(file, () -> {});
    }
  }

  /** Deletes the file and what a killed run may have left beside it; returns the file's path. */
  public Path delete() throws IOException {
    Path file = target();
    Step step =
        () -> {
          Files.deleteIfExists(file);
          Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
          if (Files.isRegularFile(temporary)) {
            Files.deleteIfExists(temporary);
          }
        };
    try {
      locked(file, step);
    } catch (IOException e) {
      // The tokens are deleted even if there can be no lock, for example on a full disk.
      step.run();
    }
    return file;
  }

  /** The file that the path leads to, which need not exist. */
  private Path target() throws IOException {
    Path file = path.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemException(path.toString(), null, "too many levels of links");
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    JsonFile.requireRegular(file);
    return file;
  }

  private static InputStream content(StoredSignIn signIn) throws IOException {
    String json = GsonFactory.getDefaultInstance().toString(signIn.toJson());
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void replace(Path file, InputStream content) throws IOException {
    Path temporary = beside(file, ".tmp");
    // A killed run may have left one.
    Files.deleteIfExists(temporary);
    try {
      try (FileChannel channel = open(temporary, CREATE_NEW)) {
        write(channel, content);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void write(FileChannel channel, InputStream content) throws IOException {
    content.transferTo(Channels.newOutputStream(channel));
    // Otherwise a power failure after the rename could leave an empty file.
    channel.force(true);
  }

  /** The path of a file beside this one; throws if there is a pipe or a folder of that name. */
  private static Path beside(Path file, String suffix) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + suffix);
    if (Files.exists(beside) && !Files.isRegularFile(beside)) {
      throw new FileSystemException("" + beside, null, beside + " is not a regular file");
    }
    return beside;
  }

  private static void createFolder(Path file) throws IOException {
    if (!Files.isDirectory(file.getParent())) {
      Files.createDirectories(file.getParent(), onlyForOwner("rwx------"));
    }
  }

  private static void locked(Path file, Step step) throws IOException {
    createFolder(file);
    Path lockFile = beside(file, ".lock");
    try (FileChannel channel = open(lockFile, CREATE)) {
      for (int i = 0; i < LOCK_ATTEMPTS; i++) {
        try (FileLock lock = channel.tryLock()) {
          if (lock != null) {
            step.run();
            return;
          }
        } catch (OverlappingFileLockException e) {
          // Another thread of this process has the lock.
        }
        Thread.sleep(LOCK_PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new FileSystemException(
        "" + lockFile, null, "another gmail-labels process has locked " + lockFile);
  }

  /** Creates the file with its mode, so that other users cannot open it at any moment. */
  private static FileChannel open(Path file, StandardOpenOption... options) throws IOException {
    Set<StandardOpenOption> all = EnumSet.of(WRITE, options);
    return FileChannel.open(file, all, onlyForOwner("rw-------"));
  }

  private static FileAttribute<?>[] onlyForOwner(String mode) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
