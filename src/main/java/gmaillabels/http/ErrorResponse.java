package gmaillabels.http;

import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.GenericJson;
import com.google.common.base.Strings;
import gmaillabels.error.CliException;
import gmaillabels.error.RequestProblems;
import gmaillabels.error.SignInProblems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An error of one of Google's APIs, of the old or the new shape, or of its token endpoint (RFC
 * 6749, 5.2); without reasons and words where the body says nothing.
 */
public record ErrorResponse(
    int status, List<String> reasons, String message, Optional<String> retryAfter) {
  /** For a refusal as the library reports it. */
  public static ErrorResponse of(HttpResponseException e) {
    return parse(e.getStatusCode(), Strings.nullToEmpty(e.getContent()), Optional.empty());
  }

  /** The body may be anything at all. */
  public static ErrorResponse parse(int status, String body, Optional<String> retryAfter) {
    Object error = Json.parse(body, GenericJson.class).map(json -> json.get("error")).orElse("");
    List<String> reasons = new ArrayList<>();
    String message = "";
    if (error instanceof String name && !name.isEmpty()) {
      reasons.add(name);
    } else if (error instanceof Map<?, ?> details) {
      message = details.get("message") instanceof String text ? text : "";
      for (String list : List.of("errors", "details")) {
        if (details.get(list) instanceof List<?> entries) {
          for (Object entry : entries) {
            if (entry instanceof Map<?, ?> info && info.get("reason") instanceof String reason) {
              reasons.add(reason);
            }
          }
        }
      }
    }
    return new ErrorResponse(status, List.copyOf(reasons), message, retryAfter);
  }

  /** Whether the same request may succeed in a moment. */
  public boolean isRetryable() {
    return status == 408
        || status == 429
        || status >= 500
        || (status == 403
            && has("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"));
  }

  /** What the refusal means for the user, if the request is not sent again. */
  public CliException toException(String host) {
    if (isRetryable()) {
      return status == 429 || status == 403
          ? RequestProblems.rateLimited(host)
          : RequestProblems.serverFailed(status, host);
    }
    if (status < 400) {
      return RequestProblems.unexpectedResponse("status " + status, host);
    }
    if (status == 401) {
      return SignInProblems.accessTokenRefused(host);
    }
    if (has("accessNotConfigured", "SERVICE_DISABLED")) {
      return RequestProblems.apiNotEnabled(host);
    }
    if (has("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
      return RequestProblems.permissionMissing(host);
    }
    if (has("dailyLimitExceeded", "quotaExceeded")) {
      return RequestProblems.quotaExceeded(host);
    }
    return RequestProblems.refused(status, message.isEmpty() ? "no reason given" : message, host);
  }

  private boolean has(String... any) {
    return !Collections.disjoint(reasons, List.of(any));
  }

  @Override
  public String toString() {
    return ("status " + status + " " + String.join(" ", reasons)).strip();
  }
}
