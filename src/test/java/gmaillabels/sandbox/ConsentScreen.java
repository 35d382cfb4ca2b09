package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The page that asks the person, and the two links on it. */
final class ConsentScreen {

  static final String DECISION_PATH = "/o/oauth2/v2/consent";

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");
  private static final Pattern S256_CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private record Question(
      SandboxClient client,
      String redirectUri,
      String state,
      String scope,
      String challenge,
      boolean offline) {}

  private final Map<String, SandboxClient> clients;
  private final Grants grants;
  private final Map<String, Question> questions = new ConcurrentHashMap<>();
  private volatile Predicate<String> grantable = scope -> true;

  ConsentScreen(Map<String, SandboxClient> clients, Grants grants) {
    this.clients = clients;
    this.grants = grants;
  }

  /** Which of the scopes that are asked for the person leaves ticked. */
  void grantable(Predicate<String> scopes) {
    grantable = scopes;
  }

  Response ask(Request request) {
    Map<String, String> parameters = request.parameters();
    SandboxClient client = clients.get(parameters.getOrDefault("client_id", ""));
    String redirectUri = parameters.getOrDefault("redirect_uri", "");
    String challenge = parameters.getOrDefault("code_challenge", "");
    String scope = parameters.getOrDefault("scope", "").strip();
    if (client == null) {
      return refuse(401, "invalid_client", "The OAuth client was not found.");
    }
    if (!"code".equals(parameters.get("response_type"))) {
      return refuse(400, "invalid_request", "response_type must be code");
    }
    if (!isLoopback(redirectUri)) {
      return refuse(400, "redirect_uri_mismatch", "redirect_uri=" + redirectUri);
    }
    if (!"S256".equals(parameters.get("code_challenge_method"))
        || !S256_CHALLENGE.matcher(challenge).matches()) {
      return refuse(400, "invalid_request", "code_challenge with the method S256 is required");
    }
    if (scope.isEmpty()) {
      return refuse(400, "invalid_request", "Missing required parameter: scope");
    }
    String id = UUID.randomUUID().toString();
    boolean offline = "offline".equals(parameters.get("access_type"));
    String state = parameters.get("state");
    questions.put(id, new Question(client, redirectUri, state, scope, challenge, offline));
    return Response.html(
        200,
        "Sandbox: Sign in with Google",
        """
        <p>%s wants access to your Google Account:</p>
        <ul>%s</ul>
        <p><a id="allow" href="%s">Allow</a> <a id="deny" href="%s">Deny</a></p>\
        """
            .formatted(
                escape(client.id()),
                scopes(scope).map(s -> "<li>" + escape(s) + "</li>").collect(joining()),
                link(id, "allow"),
                link(id, "deny")));
  }

  Response decide(Request request) {
    Map<String, String> parameters = request.parameters();
    Question question = questions.remove(parameters.getOrDefault("request", ""));
    if (question == null) {
      return refuse(400, "invalid_request", "This question was answered already.");
    }
    String granted = scopes(question.scope()).filter(grantable).collect(joining(" "));
    String state = question.state() == null ? "" : "state=" + encode(question.state()) + "&";
    String outcome;
    if ("allow".equals(parameters.get("choice")) && !granted.isEmpty()) {
      String code =
          grants.issueCode(
              question.client(),
              granted,
              question.offline(),
              question.redirectUri(),
              question.challenge());
      outcome = state + "code=" + encode(code) + "&scope=" + encode(granted);
    } else {
      outcome = state + "error=access_denied";
    }
    String separator = question.redirectUri().contains("?") ? "&" : "?";
    return Response.redirect(question.redirectUri() + separator + outcome);
  }

  private static boolean isLoopback(String redirectUri) {
    try {
      URI uri = new URI(redirectUri);
      return "http".equals(uri.getScheme())
          && uri.getHost() != null
          && LOOPBACK.contains(uri.getHost())
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Response refuse(int status, String error, String details) {
    return Response.html(
        status,
        "Error %d: %s".formatted(status, error),
        "<p>Access blocked: authorization error</p>\n<p>" + escape(details) + "</p>");
  }

  private static Stream<String> scopes(String scope) {
    return Stream.of(scope.split(" +"));
  }

  private static String link(String id, String choice) {
    return "%s?request=%s&amp;choice=%s".formatted(DECISION_PATH, id, choice);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
