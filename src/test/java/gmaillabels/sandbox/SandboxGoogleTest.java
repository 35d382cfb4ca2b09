package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SandboxGoogleTest {

  private static final String LABELS = "gmail/v1/users/me/labels";
  private static final String READONLY = "https://www.googleapis.com/auth/gmail.readonly";
  private static final String REDIRECT = "http://127.0.0.1:9/callback?from=test";
  private static final String VERIFIER = "a-Verifier_of.the~shortest-length-allowed-0";

  private final HttpClient http = HttpClient.newHttpClient();
  private SandboxGoogle google;

  @BeforeEach
  void start() throws IOException {
    google = SandboxGoogle.start();
  }

  @AfterEach
  void stop() {
    google.close();
  }

  // Consent

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "response_type token 400",
        "client_id stranger 401",
        "redirect_uri https://127.0.0.1/ 400",
        "redirect_uri http://127.0.0.1.example.com/ 400",
        "redirect_uri http://127.0.0.1@example.com/ 400",
        "code_challenge '' 400",
        "code_challenge_method plain 400",
        "scope '' 400",
      })
  void badAuthorizationRequestIsRefused(String parameter, String value, int status)
      throws Exception {
    Map<String, String> question = question();
    assertThat(SandboxBrowser.open(authorizationUrl(question)).status()).isEqualTo(200);
    question.put(parameter, value);
    SandboxBrowser.Page page = SandboxBrowser.open(authorizationUrl(question));
    assertThat(page.status()).isEqualTo(status);
    assertThat(page.text()).contains("Error " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:1/", "http://[::1]:1/x", "http://127.0.0.1:1"})
  void anyLoopbackRedirectIsAllowed(String redirectUri) throws Exception {
    Map<String, String> question = question();
    question.put("redirect_uri", redirectUri);
    assertThat(SandboxBrowser.redirectAfterAllow(authorizationUrl(question)).toString())
        .startsWith(redirectUri + "?state=a%26b&code=4%2F0A");
  }

  @Test
  void browserGoesBackToTheProgram() throws Exception {
    try (SandboxGoogle program = SandboxGoogle.start()) {
      Map<String, String> question = question();
      question.put("redirect_uri", program.url().resolve("callback").toString());
      URI url = authorizationUrl(question);

      assertThat(SandboxBrowser.allow(url).status()).isEqualTo(404);
      SandboxBrowser.main(new String[] {"deny", url.toString()});

      List<Request> callbacks = program.requests();
      assertThat(callbacks).extracting(Request::path).containsExactly("/callback", "/callback");
      assertThat(callbacks.get(0).parameters())
          .containsKey("code")
          .containsEntry("scope", READONLY)
          .containsEntry("state", "a&b");
      assertThat(callbacks.get(1).parameters())
          .isEqualTo(Map.of("error", "access_denied", "state", "a&b"));
    }
  }

  @Test
  void untickedScopesAreNotGranted() throws Exception {
    Map<String, String> question = question();
    question.put("scope", "openid " + READONLY);
    google.grantOnly("openid", "email");
    assertThat(redirect(question)).containsEntry("scope", "openid");
    google.grantOnly();
    assertThat(redirect(question)).containsEntry("error", "access_denied");
    google.grantEverything();
    assertThat(redirect(question)).containsEntry("scope", "openid " + READONLY);
  }

  // Tokens

  @Test
  void codeBringsTokens() throws Exception {
    HttpResponse<String> answer = post("token", exchange(code(question())));
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject tokens = json(answer);
    assertThat(tokens.keySet())
        .containsExactly("access_token", "expires_in", "refresh_token", "scope", "token_type");
    assertThat(tokens.get("expires_in").getAsInt()).isEqualTo(3599);
    assertThat(tokens.get("scope").getAsString()).isEqualTo(READONLY);
    assertThat(get(LABELS, text(tokens, "access_token")).statusCode()).isEqualTo(200);
    assertThat(google.secrets())
        .contains(VERIFIER, google.clientSecret(), text(tokens, "access_token"))
        .contains(text(tokens, "refresh_token"));
  }

  @Test
  void refreshTokenComesOnlyWithOfflineAccess() throws Exception {
    Map<String, String> question = question();
    question.remove("access_type");
    assertThat(json(post("token", exchange(code(question)))).has("refresh_token")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "an-honest-Verifier_but.another~one-than-before, invalid_grant",
    ", invalid_grant",
  })
  void anotherVerifierIsRefused(String verifier, String error) throws Exception {
    Map<String, String> form = exchange(code(question()));
    form.put("code_verifier", verifier);
    form.values().removeIf(value -> value == null);
    assertRefused(post("token", form), 400, error);
  }

  @ParameterizedTest
  @ValueSource(ints = {42, 43, 128, 129})
  void verifierHasALength(int length) throws Exception {
    boolean allowed = length >= 43 && length <= 128;
    assertThat(exchangeWithVerifier("v".repeat(length)).statusCode())
        .isEqualTo(allowed ? 200 : 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "+", "/", " ", "é"})
  void verifierHasACharacterSet(String character) throws Exception {
    assertRefused(exchangeWithVerifier(VERIFIER + character), 400, "invalid_request");
  }

  @Test
  void codeWorksOnceAndItsReplayRevokes() throws Exception {
    Map<String, String> form = exchange(code(question()));
    JsonObject tokens = json(post("token", form));
    assertRefused(post("token", form), 400, "invalid_grant");
    assertThat(get(LABELS, text(tokens, "access_token")).statusCode()).isEqualTo(401);
    assertRefused(post("token", refresh(tokens)), 400, "invalid_grant");
  }

  @ParameterizedTest
  @CsvSource({
    "redirect_uri, http://127.0.0.1:9/callback, 400, redirect_uri_mismatch",
    "client_secret, wrong, 401, invalid_client",
    "client_id, stranger, 401, invalid_client",
    "code, 4/0Aunknown, 400, invalid_grant",
    "grant_type, password, 400, unsupported_grant_type",
  })
  void badExchangeIsRefused(String parameter, String value, int status, String error)
      throws Exception {
    Map<String, String> form = exchange(code(question()));
    Map<String, String> bad = new LinkedHashMap<>(form);
    bad.put(parameter, value);
    assertRefused(post("token", bad), status, error);
    assertThat(post("token", form).statusCode()).isEqualTo(200);
  }

  @Test
  void codeAndRefreshTokenBelongToTheirClient() throws Exception {
    SandboxClient other = google.registerClient("other", "other-secret");
    Map<String, String> foreign = Map.of("client_id", other.id(), "client_secret", other.secret());
    Map<String, String> form = exchange(code(question()));
    form.putAll(foreign);
    assertRefused(post("token", form), 400, "invalid_grant");

    Map<String, String> refresh = refresh(signIn());
    refresh.putAll(foreign);
    assertRefused(post("token", refresh), 400, "invalid_grant");
  }

  @Test
  void refreshBringsANewAccessToken() throws Exception {
    JsonObject tokens = signIn();
    google.accessTokenLifetime(Duration.ofMinutes(2));
    JsonObject fresh = json(post("token", refresh(tokens)));
    assertThat(fresh.keySet()).containsExactly("access_token", "expires_in", "scope", "token_type");
    assertThat(fresh.get("expires_in").getAsInt()).isEqualTo(120);
    assertThat(text(fresh, "access_token")).isNotEqualTo(text(tokens, "access_token"));
    assertThat(get(LABELS, text(fresh, "access_token")).statusCode()).isEqualTo(200);
  }

  @Test
  void expiredAccessTokenIsRefusedButCanBeRefreshed() throws Exception {
    JsonObject tokens = signIn();
    google.expireAccessTokens();
    assertThat(get(LABELS, text(tokens, "access_token")).statusCode()).isEqualTo(401);
    google.accessTokenLifetime(Duration.ZERO);
    JsonObject dead = json(post("token", refresh(tokens)));
    assertThat(get(LABELS, text(dead, "access_token")).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_token", "refresh_token"})
  void revokingEitherTokenEndsTheGrantAndNoOther(String which) throws Exception {
    JsonObject tokens = signIn();
    JsonObject others = signIn();
    Map<String, String> form = Map.of("token", text(tokens, which));
    assertThat(post("revoke", form).statusCode()).isEqualTo(200);
    assertRefused(post("revoke", form), 400, "invalid_token");
    assertRefused(post("token", refresh(tokens)), 400, "invalid_grant");
    assertThat(get(LABELS, text(tokens, "access_token")).statusCode()).isEqualTo(401);
    assertThat(get(LABELS, text(others, "access_token")).statusCode()).isEqualTo(200);
    assertThat(post("token", refresh(others)).statusCode()).isEqualTo(200);
    google.revokeGrants();
    assertRefused(post("token", refresh(others)), 400, "invalid_grant");
  }

  // Gmail

  @Test
  void badTokenIsUnauthenticatedInGooglesWords() throws Exception {
    HttpResponse<String> answer = get(LABELS, "stale");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("Bearer");
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=UTF-8");
    JsonObject error = json(answer).getAsJsonObject("error");
    assertThat(error.get("code").getAsInt()).isEqualTo(401);
    assertThat(text(error, "status")).isEqualTo("UNAUTHENTICATED");
    assertThat(error.getAsJsonArray("errors").get(0))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"message": "Invalid Credentials", "domain": "global", "reason": "authError",
                 "location": "Authorization", "locationType": "header"}\
                """));
  }

  @Test
  void tokenWithoutAGmailScopeIsForbidden() throws Exception {
    Map<String, String> question = question();
    question.put("scope", "openid");
    JsonObject tokens = json(post("token", exchange(code(question))));
    HttpResponse<String> answer = get(LABELS, text(tokens, "access_token"));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body())
        .contains("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
  }

  @Test
  void listHasNoCountsAndGetHas() throws Exception {
    String token = text(signIn(), "access_token");
    HttpResponse<String> list = get(LABELS, token);
    assertThat(list.body()).contains("\"🎉 Party\"", "\"영수증\"").doesNotContain("Total");
    assertThat(json(get(LABELS + "/Label_4", token)))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"id": "Label_4", "name": "Work/Urgent", "messageListVisibility": "show",
                 "labelListVisibility": "labelShow", "type": "user",
                 "color": {"textColor": "#ffffff", "backgroundColor": "#fb4c2f"},
                 "messagesTotal": 5, "messagesUnread": 4, "threadsTotal": 4,
                 "threadsUnread": 3}\
                """));
    HttpResponse<String> unknown = get(LABELS + "/Label_99", token);
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("Requested entity was not found.", "\"notFound\"");

    google.labels(List.of(SandboxLabel.user("Label_1", "R&D")));
    assertThat(get(LABELS, token).body()).contains("\"R&D\"");
    google.labels(List.of());
    assertThat(json(get(LABELS, token))).isEqualTo(new JsonObject());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels | labels(id,name,color)|"
            + " {'labels':[{'id':'A','name':'a','color':{'textColor':'#1','backgroundColor':'#2'}},"
            + "{'id':'B','name':'b'}]}",
        "labels | labels/name | {'labels':[{'name':'a'},{'name':'b'}]}",
        "labels | labels(id),labels/color/textColor"
            + "| {'labels':[{'id':'A','color':{'textColor':'#1'}},{'id':'B'}]}",
        "labels/A | id,name,messagesTotal | {'id':'A','name':'a','messagesTotal':7}",
        "labels/B | * | {'id':'B','name':'b','messageListVisibility':'show',"
            + "'labelListVisibility':'labelShow','type':'user','messagesTotal':0,"
            + "'messagesUnread':0,'threadsTotal':0,'threadsUnread':0}",
      },
      quoteCharacter = '"')
  void fieldsAreFiltered(String path, String fields, String expected) throws Exception {
    google.labels(
        List.of(
            SandboxLabel.user("A", "a").withColor("#1", "#2").withCounts(7, 0, 0, 0),
            SandboxLabel.user("B", "b")));
    String address = LABELS.replace("labels", path) + "?fields=" + encode(fields);
    assertThat(json(get(address, text(signIn(), "access_token"))))
        .isEqualTo(JsonParser.parseString(expected.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "labels(colour)", "labels(id", "labels)", "labels/name/first", ","})
  void unknownFieldIsAnError(String fields) throws Exception {
    HttpResponse<String> answer =
        get(LABELS + "?fields=" + encode(fields), text(signIn(), "access_token"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Cannot find matching fields");
  }

  @Test
  void longAnswerIsZippedOnDemand() throws Exception {
    google.labels(SandboxLabel.many(1000));
    HttpRequest.Builder request = request(LABELS, text(signIn(), "access_token"));
    byte[] plain = http.send(request.build(), BodyHandlers.ofByteArray()).body();
    HttpResponse<byte[]> zipped =
        http.send(request.header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(zipped.body().length).isLessThan(plain.length);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
        .isEqualTo(plain);
  }

  @Test
  void batchAnswersEachPart() throws Exception {
    String token = text(signIn(), "access_token");
    google.clearRequests();
    google.answerNext(
        Endpoint.GET, Answer.real(), Answer.error(429, "rateLimitExceeded", "Slow down"));
    HttpResponse<String> answer =
        batch(
            token,
            part("<1>", "GET " + google.url() + LABELS + "/Label_5?fields=name HTTP/1.1\r\n"),
            part("2", "GET /" + LABELS + "/INBOX"),
            part("3", "GET /" + LABELS + "/Label_99 HTTP/1.1\r\n\r\n"),
            part("4", "GET /" + LABELS + "/INBOX HTTP/1.1\r\nAuthorization: Bearer stale\r\n"));

    assertThat(answer.statusCode()).isEqualTo(200);
    String type = answer.headers().firstValue("Content-Type").orElseThrow();
    assertThat(type).startsWith("multipart/mixed; boundary=");
    String[] parts = answer.body().split("--" + type.split("=")[1]);
    assertThat(parts).hasSize(6);
    assertThat(parts[1])
        .contains("Content-Type: application/http\r\nContent-ID: <response-1>\r\n\r\nHTTP/1.1 200 ")
        .contains("\"영수증\"");
    assertThat(parts[2]).contains("response-2\r\n\r\nHTTP/1.1 429 ", "\"rateLimitExceeded\"");
    assertThat(parts[3]).contains("response-3\r\n\r\nHTTP/1.1 404 ");
    assertThat(parts[4]).contains("response-4\r\n\r\nHTTP/1.1 401 ");

    assertThat(google.requests())
        .extracting(Request::endpoint)
        .containsExactly(Endpoint.BATCH, Endpoint.GET, Endpoint.GET, Endpoint.GET, Endpoint.GET);
    assertThat(google.requests(Endpoint.GET)).allMatch(Request::inBatch);
    assertThat(google.requests(Endpoint.GET).get(0).parameters()).containsEntry("fields", "name");
    assertThat(google.httpRequests()).isEqualTo(1);
  }

  @Test
  void badBatchIsRefused() throws Exception {
    String[] tooMany = new String[101];
    Arrays.fill(tooMany, part("1", "GET /" + LABELS + "/INBOX"));
    assertThat(batch("any", tooMany).statusCode()).isEqualTo(400);
    assertThat(batch("any").statusCode()).isEqualTo(400);
    assertThat(post("batch", Map.of("no", "parts")).statusCode()).isEqualTo(400);
  }

  // Scripted answers

  @Test
  void scriptedAnswersComeInOrderAndThenTheLastingOne() throws Exception {
    String token = text(signIn(), "access_token");
    google.answerAlways(Endpoint.LIST, Answer.body(200, "text/html", "<p>Log in</p>"));
    google.answerNext(Endpoint.LIST, Answer.status(503).header("Retry-After", "7"), Answer.real());

    HttpResponse<String> unavailable = get(LABELS, token);
    assertThat(unavailable.statusCode()).isEqualTo(503);
    assertThat(unavailable.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(json(unavailable).getAsJsonObject("error").get("status").getAsString())
        .isEqualTo("UNAVAILABLE");
    assertThat(get(LABELS, token).body()).contains("INBOX");
    assertThat(get(LABELS, token).body()).isEqualTo("<p>Log in</p>");
    assertThat(get(LABELS, token).body()).isEqualTo("<p>Log in</p>");
    assertThat(get(LABELS + "/INBOX", token).body()).contains("INBOX");
    google.clearScript();
    assertThat(get(LABELS, token).body()).contains("INBOX");

    google.answerNext(Endpoint.TOKEN, Answer.oauthError(400, "invalid_grant", "Gone"));
    assertRefused(post("token", Map.of()), 400, "invalid_grant");
  }

  @Test
  void closeEndsWaitingAndOthersAreNotHeldUp() throws Exception {
    String token = text(signIn(), "access_token");
    google.answerNext(Endpoint.LIST, Answer.real().delay(Duration.ofHours(1)), Answer.hang());
    google.clearRequests();
    List<CompletableFuture<HttpResponse<String>>> waiting =
        List.of(getLater(LABELS, token), getLater(LABELS, token));
    google.awaitRequests(Endpoint.LIST, 2);
    assertThat(get(LABELS + "/INBOX", token).statusCode()).isEqualTo(200);
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    google.close();
    for (CompletableFuture<HttpResponse<String>> answer : waiting) {
      assertThatThrownBy(answer::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void delayHoldsTheAnswerBack() throws Exception {
    Duration delay = Duration.ofMillis(60);
    google.answerNext(Endpoint.LIST, Answer.status(500).delay(delay));
    long start = System.nanoTime();
    assertThat(get(LABELS, "any").statusCode()).isEqualTo(500);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
  }

  @Test
  void cutConnectionsAreNotAnswers() throws Exception {
    String token = text(signIn(), "access_token");
    // The client may repeat a request once on its own.
    google.answerAlways(Endpoint.LIST, Answer.cut());
    assertThatThrownBy(() -> get(LABELS, token)).isInstanceOf(IOException.class);
    for (int bytes : new int[] {0, 10, 1_000_000}) {
      google.answerAlways(Endpoint.LIST, Answer.cutAfter(bytes));
      HttpResponse<InputStream> torn =
          http.send(request(LABELS, token).build(), BodyHandlers.ofInputStream());
      assertThat(torn.statusCode()).isEqualTo(200);
      byte[] start = torn.body().readNBytes(Math.min(bytes, 10));
      assertThat(new String(start, UTF_8)).isEqualTo(bytes == 0 ? "" : "{\n  \"label");
      assertThatThrownBy(() -> torn.body().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void hugeAnswerIsAValidListOfThatSize() throws Exception {
    google.answerNext(Endpoint.LIST, Answer.huge(20_000));
    HttpResponse<String> answer = get(LABELS, "any");
    assertThat(answer.body()).hasSize(20_000);
    assertThat(json(answer).getAsJsonArray("labels")).hasSize(1);
  }

  @Test
  void impossibleScriptFailsTheTest() throws Exception {
    SandboxGoogle other = SandboxGoogle.start();
    other.answerNext(Endpoint.GET, Answer.cut());
    HttpRequest batch =
        HttpRequest.newBuilder(other.url().resolve("batch"))
            .header("Content-Type", "multipart/mixed; boundary=x")
            .POST(BodyPublishers.ofString(part("1", "GET /" + LABELS + "/INBOX") + "--x--"))
            .build();
    assertThat(http.send(batch, BodyHandlers.ofString()).statusCode()).isEqualTo(500);
    assertThatThrownBy(other::close).hasStackTraceContaining("script BATCH instead");
  }

  // The rest

  @Test
  void credentialsLookLikeGoogles(@TempDir Path directory) throws Exception {
    Path file = google.writeCredentials(directory.resolve("credentials.json"));
    JsonObject installed =
        JsonParser.parseString(Files.readString(file))
            .getAsJsonObject()
            .getAsJsonObject("installed");
    assertThat(installed.keySet())
        .containsExactly(
            "client_id",
            "project_id",
            "auth_uri",
            "token_uri",
            "auth_provider_x509_cert_url",
            "client_secret",
            "redirect_uris");
    assertThat(text(installed, "auth_uri"))
        .isEqualTo("http://" + google.host() + "/o/oauth2/v2/auth");
    assertThat(text(installed, "token_uri")).isEqualTo("http://" + google.host() + "/token");
    assertThat(text(installed, "client_id")).isEqualTo(google.clientId());
    assertThat(installed.getAsJsonArray("redirect_uris").toString())
        .isEqualTo("[\"http://localhost\"]");
  }

  @Test
  void speaksTls(@TempDir Path directory) throws Exception {
    SandboxTls tls = SandboxTls.create(directory);
    try (SandboxGoogle secure = SandboxGoogle.startTls(tls.context())) {
      assertThat(secure.url().getScheme()).isEqualTo("https");
      HttpRequest request = HttpRequest.newBuilder(secure.url().resolve(LABELS)).build();
      HttpClient trusting = HttpClient.newBuilder().sslContext(tls.context()).build();
      assertThat(trusting.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  // A client of our own

  private Map<String, String> question() throws Exception {
    return question(VERIFIER);
  }

  private Map<String, String> question(String verifier) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
    Map<String, String> question = new LinkedHashMap<>();
    question.put("response_type", "code");
    question.put("client_id", google.clientId());
    question.put("redirect_uri", REDIRECT);
    question.put("scope", READONLY);
    question.put("state", "a&b");
    question.put("access_type", "offline");
    question.put("code_challenge_method", "S256");
    question.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    return question;
  }

  private URI authorizationUrl(Map<String, String> question) {
    return google.url().resolve("o/oauth2/v2/auth?" + encode(question));
  }

  private Map<String, String> redirect(Map<String, String> question) throws IOException {
    URI uri = SandboxBrowser.redirectAfterAllow(authorizationUrl(question));
    return new Request(Endpoint.OTHER, "GET", "", uri.getRawQuery(), Map.of(), "", false)
        .parameters();
  }

  private String code(Map<String, String> question) throws IOException {
    return redirect(question).get("code");
  }

  private Map<String, String> exchange(String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", google.clientId());
    form.put("client_secret", google.clientSecret());
    form.put("code", code);
    form.put("redirect_uri", REDIRECT);
    form.put("code_verifier", VERIFIER);
    return form;
  }

  private Map<String, String> refresh(JsonObject tokens) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("client_id", google.clientId());
    form.put("client_secret", google.clientSecret());
    form.put("refresh_token", text(tokens, "refresh_token"));
    return form;
  }

  private HttpResponse<String> exchangeWithVerifier(String verifier) throws Exception {
    Map<String, String> form = exchange(code(question(verifier)));
    form.put("code_verifier", verifier);
    return post("token", form);
  }

  private JsonObject signIn() throws Exception {
    return json(post("token", exchange(code(question()))));
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(google.url().resolve(path))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return http.send(request(path, token).build(), BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> getLater(String path, String token) {
    return http.sendAsync(request(path, token).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
    return http.send(
        HttpRequest.newBuilder(google.url().resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
            .POST(BodyPublishers.ofString(encode(form)))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> batch(String token, String... parts) throws Exception {
    return http.send(
        request("batch/gmail/v1", token)
            .header("Content-Type", "multipart/mixed; boundary=\"x\"")
            .POST(BodyPublishers.ofString(String.join("", parts) + "--x--\r\n"))
            .build(),
        BodyHandlers.ofString());
  }

  private static String part(String id, String request) {
    return "--x\r\nContent-Type: application/http\r\ncontent-id: "
        + id
        + "\r\n\r\n"
        + request
        + "\r\n";
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String error) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(text(json(answer), "error")).isEqualTo(error);
  }
}
