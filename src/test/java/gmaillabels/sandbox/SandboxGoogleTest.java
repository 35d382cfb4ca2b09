package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of Google's that other tests rely on. */
@Timeout(60)
class SandboxGoogleTest {
  private static final String LABELS = "gmail/v1/users/me/labels";
  private static final String READONLY = "https://www.googleapis.com/auth/gmail.readonly";
  private static final String REDIRECT = "http://127.0.0.1:9/callback";

  /** The example of RFC 7636, appendix B. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @AutoClose private final SandboxGoogle google = SandboxGoogle.start();
  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @CsvSource({
    "code_verifier, another-verifier-of-the-shortest-length-all, 400",
    "code_verifier, '', 400",
    "redirect_uri, http://127.0.0.1:9/, 400",
    "client_secret, wrong, 401",
  })
  void codeWorksOnceForItsClientRedirectAndVerifier(String name, String value, int status)
      throws Exception {
    Map<String, String> form = exchange(READONLY);
    Map<String, String> bad = new TreeMap<>(form);
    bad.put(name, value);

    assertThat(post("token", bad).statusCode()).isEqualTo(status);
    assertThat(post("token", form).statusCode()).isEqualTo(200);
    assertThat(post("token", form).body()).contains("invalid_grant");
  }

  @Test
  void tokenIsGoodForItsScope() throws Exception {
    assertThat(list(accessToken(READONLY))).isEqualTo(200);
    assertThat(list(accessToken("openid"))).isEqualTo(403);
    assertThat(list("stale")).isEqualTo(401);
  }

  @Test
  void batchRespondsToEachPart() throws Exception {
    google.respondNext(Endpoint.GET, ScriptedResponse.real(), ScriptedResponse.status(503));
    String part =
        "--x\r\nContent-Type: application/http\r\nContent-ID: %d\r\n\r\nGET /%s/%s\r\n\r\n";
    HttpRequest batch =
        request("batch", accessToken(READONLY))
            .header("Content-Type", "multipart/mixed; boundary=\"x\"")
            .POST(
                BodyPublishers.ofString(
                    part.formatted(1, LABELS, "Label_5")
                        + part.formatted(2, LABELS, "INBOX")
                        + part.formatted(3, LABELS, "Label_99")
                        + "--x--\r\n"))
            .build();

    assertThat(http.send(batch, BodyHandlers.ofString()).body())
        .containsSubsequence(
            "Content-ID: response-1\r\n\r\nHTTP/1.1 200 ",
            "\"영수증\"",
            "Content-ID: response-2\r\n\r\nHTTP/1.1 503 ",
            "Content-ID: response-3\r\n\r\nHTTP/1.1 404 ");
    assertThat(google.requests(Endpoint.GET)).hasSize(3).allMatch(Request::inBatch);
  }

  /** What trades the code of a new consent for tokens. */
  private Map<String, String> exchange(String scope) {
    String query =
        "?response_type=code&client_id=%s&redirect_uri=%s&scope=%s&code_challenge_method=S256"
            + "&code_challenge=%s";
    String page = query.formatted(google.clientId(), REDIRECT, scope, CHALLENGE);
    URI redirect =
        SandboxBrowser.redirectAfterAllow(google.url().resolve("o/oauth2/v2/auth" + page));
    return Map.of(
        "grant_type",
        "authorization_code",
        "client_id",
        google.clientId(),
        "client_secret",
        google.clientSecret(),
        "code",
        Request.of("GET", redirect, Map.of(), "", false).parameter("code"),
        "redirect_uri",
        REDIRECT,
        "code_verifier",
        VERIFIER);
  }

  private String accessToken(String scope) throws Exception {
    return post("token", exchange(scope)).body().replaceAll("(?s).*(ya29[^\"]+).*", "$1");
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(google.url().resolve(path))
        .header("Authorization", "Bearer " + token);
  }

  private int list(String token) throws Exception {
    return http.send(request(LABELS, token).build(), BodyHandlers.discarding()).statusCode();
  }

  private HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
    String body =
        form.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return http.send(
        HttpRequest.newBuilder(google.url().resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
