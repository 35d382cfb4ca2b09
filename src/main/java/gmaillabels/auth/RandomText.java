package gmaillabels.auth;

import java.security.SecureRandom;
import java.util.Base64;

/** Unguessable texts that can stand in an address. */
final class RandomText {
  private final SecureRandom random = new SecureRandom();

  /** A base64url text that holds {@code bytes} random bytes. */
  String next(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }
}
