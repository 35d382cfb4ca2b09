package gmaillabels.http;

import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.GenericJson;
import com.google.common.base.Strings;
import gmaillabels.error.CliException;
import gmaillabels.error.RequestProblems;
import gmaillabels.error.SignInProblems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error from a Google API, in its old or new format, or from the token endpoint (RFC 6749, 5.2).
 * What the body does not say is empty.
 */
public record ErrorResponse(
    int status,
    List<String> reasons,
    String words,
    String link,
    String project,
    Optional<String> retryAfter) {
  private static final int MAX_LENGTH = 500;

  /** Access tokens, refresh tokens, codes and client secrets, in case Google quotes one. */
  private static final Pattern SECRET = Pattern.compile("(ya29\\.|1//|4/|GOCSPX-)[\\w./-]{8,}");

  private static final Pattern LINK =
      Pattern.compile("https://console\\.(?:cloud|developers)\\.google\\.com/[\\w./?=&%:-]*\\w");

  private static final Pattern PROJECT = Pattern.compile("\\bprojects?[ /#]+(\\d+)");

  private static final Pattern RATE_LIMIT = Pattern.compile("(?i)(?:user)?_?rate_?limit_?exceeded");

  public static ErrorResponse of(HttpResponseException e) {
    return parse(e.getStatusCode(), Strings.nullToEmpty(e.getContent()), Optional.empty());
  }

  /** Accepts any body, including one that is not JSON. */
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
      // Google may also send this error as HTML.
      RATE_LIMIT.matcher(body).results().forEach(found -> reasons.add(found.group()));
    }
    reasons.removeIf(String::isEmpty);
    String all = json.toString();
    return new ErrorResponse(
        status,
        List.copyOf(reasons),
        shown(words),
        first(LINK, all),
        first(PROJECT, all),
        retryAfter);
  }

  private static String text(Map<?, ?> json, String key) {
    return json.get(key) instanceof String text ? text.strip() : "";
  }

  private static String shown(String words) {
    String safe = SECRET.matcher(words).replaceAll("…");
    return safe.length() > MAX_LENGTH ? safe.substring(0, MAX_LENGTH) + "…" : safe;
  }

  private static String first(Pattern pattern, String body) {
    Matcher matcher = pattern.matcher(body);
    return matcher.find() ? matcher.group(matcher.groupCount()) : "";
  }

  /** The link that Google gives, else the usual page for the project that Google names. */
  private String page(String usual) {
    if (!link.isEmpty()) {
      return link;
    }
    return project.isEmpty() ? usual : usual + "?project=" + project;
  }

  public boolean has(String... any) {
    return List.of(any).stream().anyMatch(reasons::contains);
  }

  public Retry retry() {
    boolean isRateLimit = reasons.stream().anyMatch(r -> RATE_LIMIT.matcher(r).matches());
    if (status == 429 || (status == 403 && isRateLimit)) {
      return Retry.RATE_LIMIT;
    }
    return status == 408 || status >= 500 ? Retry.LATER : Retry.NEVER;
  }

  /** The problem to report for a request that is not sent again. */
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
      return RequestProblems.apiNotEnabled(words, page(RequestProblems.API_PAGE), host);
    }
    if (has("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
      return RequestProblems.permissionMissing(words, host);
    }
    if (has("dailyLimitExceeded", "quotaExceeded")) {
      return RequestProblems.quotaExceeded(words, page(RequestProblems.QUOTA_PAGE), host);
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
