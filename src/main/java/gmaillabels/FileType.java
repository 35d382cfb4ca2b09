package gmaillabels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a descriptor of this process leads to, as POSIX has it in a file's mode. */
enum FileType {
  PIPE,
  SOCKET,
  CHARACTER_DEVICE,
  OTHER;

  static FileType of(int descriptor) {
    try {
      Object mode = Files.getAttribute(Path.of("/dev/fd/" + descriptor), "unix:mode");
      return switch ((Integer) mode & 0170000) {
        case 0010000 -> PIPE;
        case 0140000 -> SOCKET;
        case 0020000 -> CHARACTER_DEVICE;
        default -> OTHER;
      };
    } catch (IOException | RuntimeException e) {
      return OTHER;
    }
  }
}
