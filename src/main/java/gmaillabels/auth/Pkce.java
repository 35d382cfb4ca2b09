package gmaillabels.auth;

import com.google.auth.oauth2.PKCEProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Proof Key for Code Exchange (RFC 7636) with a verifier of 43 characters. The RFC allows 43 to 128
 * without padding; the library's own provider makes 172 with padding.
 */
final class Pkce implements PKCEProvider {
  private final String verifier = randomText(32);

  /** A random text that a URL can contain as it is. */
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
