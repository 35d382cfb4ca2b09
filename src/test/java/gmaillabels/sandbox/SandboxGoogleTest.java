package gmaillabels.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of Google's that other tests rely on, with the example of RFC 7636, appendix B. */
class SandboxGoogleTest {
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @AutoClose private final SandboxGoogle google = SandboxGoogle.start();

  private Response respond(String method, String target, String token) {
    Map<String, String> headers = Map.of("authorization", "Bearer " + token);
    return google.truthful(Request.of(method, URI.create(target), headers, "", false));
  }

  @ParameterizedTest
  @CsvSource({"https://www.googleapis.com/auth/gmail.readonly, 200", "openid, 403"})
  void codeWorksOnceWithItsVerifierAndForItsScope(String scope, int status) {
    String form = "?redirect_uri=http://localhost/&client_id=" + google.clientId();
    String consent = "&choice=allow&scope=" + scope + "&code_challenge=" + CHALLENGE;
    String decision = AuthorizationServer.DECISION_PATH + form + consent;
    String redirect = respond("GET", decision, "").headers().get("Location");
    String code = redirect.replaceAll(".*&code=([^&]*).*", "$1");
    String exchange = "/token" + form + "&grant_type=authorization_code&code=" + code;
    exchange += "&client_secret=" + google.clientSecret() + "&code_verifier=";

    assertThat(respond("POST", exchange + "another-" + VERIFIER, "").status()).isEqualTo(400);
    String tokens = respond("POST", exchange + VERIFIER, "").text();
    assertThat(respond("POST", exchange + VERIFIER, "").text()).contains("invalid_grant");
    String token = tokens.replaceAll("(?s).*(ya29[^\"]+).*", "$1");
    assertThat(respond("GET", "/gmail/v1/users/me/labels", token).status()).isEqualTo(status);
  }
}
