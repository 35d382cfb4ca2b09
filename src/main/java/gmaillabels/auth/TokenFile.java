package gmaillabels.auth;

import gmaillabels.auth.JsonFile.ContentException;
import gmaillabels.error.LocalProblems;
import gmaillabels.error.SignInProblems;
import java.io.IOException;
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
import java.util.Optional;
import java.util.Set;

/**
 * The file with the sign-in of one account. It is replaced by renaming, so that after a crash, on a
 * full disk or with other runs at the same time it holds either the old sign-in or the new one. To
 * replace or delete it takes a lock on a file beside it; to read it does not.
 */
public final class TokenFile {
  private static final int LOCK_ATTEMPTS = 200;
  private static final int LOCK_PAUSE_MILLIS = 50;

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

  /** Empty if there is no file; a damaged one is a problem that a new sign-in solves. */
  public Optional<StoredSignIn> load() {
    try {
      return Optional.of(StoredSignIn.fromJson(JsonFile.read(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw LocalProblems.tokensNotReadable(path, e);
    } catch (ContentException e) {
      throw SignInProblems.damaged(path);
    }
  }

  /** The sign-in, which must be there. */
  public StoredSignIn require() {
    return load().orElseThrow(() -> SignInProblems.notSignedIn(path));
  }

  void save(StoredSignIn signIn) throws IOException {
    locked(() -> replace(signIn));
  }

  /** Replaces the file, unless another run has replaced or deleted it in the meantime. */
  void saveRefreshed(StoredSignIn before, StoredSignIn refreshed) throws IOException {
    Optional<String> known = before.tokens().refreshToken();
    locked(
        () -> {
          if (load().filter(now -> now.tokens().refreshToken().equals(known)).isPresent()) {
            replace(refreshed);
          }
        });
  }

  public void delete() {
    try {
      locked(() -> Files.deleteIfExists(path));
    } catch (IOException e) {
      throw LocalProblems.tokensNotDeleted(path, e);
    }
  }

  /** Finds out whether {@link #save} has a chance, before the user takes the trouble to sign in. */
  void checkWritable() throws IOException {
    JsonFile.requireRegular(path);
    Path trial = Files.createTempFile(createDirectory(), path.getFileName() + ".", ".tmp");
    try {
      // More than a token file takes: is there room on the disk?
      Files.write(trial, new byte[1 << 13]);
    } finally {
      Files.delete(trial);
    }
  }

  private void replace(StoredSignIn signIn) throws IOException {
    // Under the lock nobody else uses this name: a file there is what a killed run has left.
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    try {
      try (FileChannel channel = open(temporary, StandardOpenOption.CREATE_NEW)) {
        byte[] content = JsonFile.format(signIn.toJson()).getBytes(StandardCharsets.UTF_8);
        Channels.newOutputStream(channel).write(content);
        // Otherwise a power failure after the rename could leave an empty file.
        channel.force(true);
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private Path createDirectory() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    return Files.isDirectory(directory)
        ? directory
        : Files.createDirectories(directory, onlyForOwner("rwx------"));
  }

  private void locked(Step step) throws IOException {
    createDirectory();
    Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
    try (FileChannel channel = open(lockFile, StandardOpenOption.CREATE)) {
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
        lockFile.toString(), null, "another gmail-labels process has locked " + lockFile);
  }

  /** Creates it with its mode, so that no other user can open it at any moment. */
  private static FileChannel open(Path file, StandardOpenOption how) throws IOException {
    return FileChannel.open(file, Set.of(how, StandardOpenOption.WRITE), onlyForOwner("rw-------"));
  }

  private static FileAttribute<?>[] onlyForOwner(String mode) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
