package gmaillabels.auth;

import com.google.auth.oauth2.PKCEProvider;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Proof Key for Code Exchange (RFC 7636) with a 43-character verifier. The library's own provider
 * makes a padded one of 172 characters, where the RFC allows 43 to 128 without padding.
 */
final class Pkce implements PKCEProvider {
  private final String verifier = randomText(32);

  /** An unguessable text that can stand in an address. */
  static String randomText(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return base64Url(random);
  }

  @Override
  public String getCodeVerifier() {
    return verifier;
  }

  @Override
  public String getCodeChallengeMethod() {
    return "S256";
  }

  @Override
  public String getCodeChallenge() {
    return base64Url(Hashing.sha256().hashString(verifier, StandardCharsets.US_ASCII).asBytes());
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
