package gmaillabels.auth;

import com.google.auth.oauth2.PKCEProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return base64Url(sha256.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
