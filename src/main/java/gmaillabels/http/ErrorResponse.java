package gmaillabels.http;

import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.GenericJson;
import com.google.common.base.Strings;
import gmaillabels.error.CliException;
import gmaillabels.error.RequestProblems;
import gmaillabels.error.SignInProblems;
import gmaillabels.http.AttemptFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error of one of Google's APIs, of the old or the new shape, or of its token endpoint (RFC
 * 6749, 5.2). Where the body is no such error, reasons, words and link are empty.
 */
public record ErrorResponse(
    int status, List<String> reasons, String words, String link, Optional<String> retryAfter) {
  private static final int MAX_WORDS = 500;

  /** Access tokens, refresh tokens, codes and client secrets, in case that one is quoted. */
  private static final Pattern SECRET = Pattern.compile("(ya29\\.|1//|4/|GOCSPX-)[\\w./-]{8,}");

  private static final Pattern LINK =
      Pattern.compile("https://console\\.(?:cloud|developers)\\.google\\.com/[\\w./?=&%:-]*\\w");

  private static final Pattern PROJECT = Pattern.compile("\\bprojects?[ /#]+(\\d+)");

  private static final Pattern RATE_LIMIT = Pattern.compile("(?i)(?:user)?_?rate_?limit_?exceeded");

  /** For a refusal as the library reports it. */
  public static ErrorResponse of(HttpResponseException e) {
    return parse(e.getStatusCode(), Strings.nullToEmpty(e.getContent()), Optional.empty());
  }

  /** The body may be anything at all. */
  public static ErrorResponse parse(int status, String body, Optional<String> retryAfter) {
    GenericJson json = Json.parse(body, GenericJson.class).orElseGet(GenericJson::new);
    List<String> reasons = new ArrayList<>();
    String words = "";
    if (json.get("error") instanceof Map<?, ?> error) {
      words = text(error, "message");
      reasons.add(text(error, "status"));
      for (String list : List.of("errors", "details")) {
        for (Object entry : error.get(list) instanceof List<?> entries ? entries : List.of()) {
          reasons.add(entry instanceof Map<?, ?> info ? text(info, "reason") : "");
        }
      }
    } else if (!text(json, "error").isEmpty()) {
      reasons.add(text(json, "error"));
      String description = text(json, "error_description");
      words = text(json, "error") + (description.isEmpty() ? "" : ": " + description);
    } else if (status == 403) {
      // Google's servers also refuse in HTML.
      RATE_LIMIT.matcher(body).results().forEach(found -> reasons.add(found.group()));
    }
    reasons.removeIf(String::isEmpty);
    return new ErrorResponse(
        status, List.copyOf(reasons), shown(words), link(json.toString()), retryAfter);
  }

  private static String text(Map<?, ?> json, String key) {
    return json.get(key) instanceof String text ? text.strip() : "";
  }

  private static String shown(String words) {
    String safe = SECRET.matcher(words).replaceAll("…");
    return safe.length() > MAX_WORDS ? safe.substring(0, MAX_WORDS) + "…" : safe;
  }

  /** Google's link, or one to the project that it names; empty if there is neither. */
  private static String link(String body) {
    Matcher link = LINK.matcher(body);
    Matcher project = PROJECT.matcher(body);
    if (link.find()) {
      return link.group();
    }
    return project.find() ? RequestProblems.API_PAGE + "?project=" + project.group(1) : "";
  }

  public boolean has(String... any) {
    return List.of(any).stream().anyMatch(reasons::contains);
  }

  Kind kind() {
    boolean isRateLimit = reasons.stream().anyMatch(r -> RATE_LIMIT.matcher(r).matches());
    if (status == 429 || (status == 403 && isRateLimit)) {
      return Kind.RATE_LIMITED;
    }
    return status == 408 || status >= 500 ? Kind.TEMPORARY : Kind.FINAL;
  }

  /** Whether the same request may succeed another time. */
  public boolean isFinal() {
    return kind() == Kind.FINAL;
  }

  public AttemptFailure toFailure(String host) {
    return new AttemptFailure(
        this + " (" + host + ")",
        kind(),
        retryAfter,
        retries ->
            switch (kind()) {
              case RATE_LIMITED -> RequestProblems.rateLimited(words, retries, host);
              case TEMPORARY -> RequestProblems.serverFailed(status, words, retries, host);
              default -> toException(host);
            });
  }

  /** What a refusal means for the user that is final. */
  public CliException toException(String host) {
    if (status < 400) {
      return RequestProblems.unexpectedResponse("status " + status, host);
    }
    if (status == 401) {
      return SignInProblems.accessTokenRefused(words, host);
    }
    if (has("CONSUMER_INVALID") || words.matches("(?i).*\\bproject\\b.*(not found|deleted).*")) {
      return RequestProblems.projectMissing(words, host);
    }
    if (has("accessNotConfigured", "SERVICE_DISABLED")) {
      return RequestProblems.apiNotEnabled(words, link, host);
    }
    if (has("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
      return RequestProblems.permissionMissing(words, host);
    }
    if (has("dailyLimitExceeded", "quotaExceeded")) {
      return RequestProblems.quotaExceeded(words, link, host);
    }
    if (has("failedPrecondition", "FAILED_PRECONDITION")) {
      return RequestProblems.mailboxMissing(words, host);
    }
    if (has("domainPolicy")) {
      return RequestProblems.forbiddenByPolicy(words, host);
    }
    if (has("policy_enforced", "admin_policy_enforced", "org_internal")) {
      return SignInProblems.forbiddenByPolicy(words, host);
    }
    return reasons.isEmpty() && words.isEmpty()
        ? RequestProblems.unexpectedResponse("status " + status + " without a reason", host)
        : RequestProblems.refused(status, words, host);
  }

  @Override
  public String toString() {
    String reason = reasons.isEmpty() ? "" : " " + String.join(" ", reasons);
    return "status " + status + reason + (words.isEmpty() ? "" : ": " + words);
  }
}
