package gmaillabels.gmail;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import gmaillabels.failure.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of a refusal by one of Google's APIs. Read here and not by the library's {@code
 * GoogleJsonError}, because a try must be judged before the library sees the answer, and any body
 * at all may arrive.
 *
 * @param reasons machine-readable, old style and new
 * @param message for people; empty if there is none
 */
record ApiError(List<String> reasons, String message) {
  private static final Set<String> RATE_LIMIT =
      Set.of("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED");

  static final ApiError NONE = new ApiError(List.of(), "");

  static ApiError parse(String body) {
    GenericJson json;
    try {
      json = GsonFactory.getDefaultInstance().fromString(body, GenericJson.class);
    } catch (IOException | RuntimeException e) {
      return NONE;
    }
    if (json == null || !(json.get("error") instanceof Map<?, ?> error)) {
      return NONE;
    }
    List<String> reasons = new ArrayList<>();
    addReasons(error.get("errors"), reasons);
    addReasons(error.get("details"), reasons);
    return new ApiError(reasons, error.get("message") instanceof String text ? text : "");
  }

  /** The refusal of a part of a batch, which the library has parsed already. */
  static ApiError of(GoogleJsonError refusal) {
    List<String> reasons = new ArrayList<>();
    if (refusal.getErrors() != null) {
      for (GoogleJsonError.ErrorInfo info : refusal.getErrors()) {
        reasons.add(String.valueOf(info.getReason()));
      }
    }
    if (refusal.getDetails() != null) {
      for (GoogleJsonError.Details details : refusal.getDetails()) {
        reasons.add(String.valueOf(details.getReason()));
      }
    }
    return new ApiError(reasons, refusal.getMessage() == null ? "" : refusal.getMessage());
  }

  /** Whether the same request may succeed in a moment. */
  boolean isWorthAnotherTry(int status) {
    return switch (status) {
      case 429, 500, 502, 503, 504 -> true;
      case 403 -> isRateLimit();
      default -> false;
    };
  }

  /** What the refusal of a whole request means for the person. */
  static Failure toFailure(String host, HttpResponseException refusal) {
    String body = refusal.getContent() == null ? "" : refusal.getContent();
    return parse(body).toFailure(host, refusal.getStatusCode());
  }

  /** What the refusal means for the person, if the same request would be refused again. */
  Failure toFailure(String host, int status) {
    if (status == 401) {
      return Failure.accessTokenRefused(host);
    }
    if (has("accessNotConfigured") || has("SERVICE_DISABLED")) {
      return Failure.apiNotEnabled(host);
    }
    if (has("insufficientPermissions") || has("ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
      return Failure.permissionMissing(host);
    }
    if (has("dailyLimitExceeded") || has("quotaExceeded")) {
      return Failure.quotaExceeded(host);
    }
    return Failure.refused(host, status, message.isEmpty() ? "no reason given" : message);
  }

  private boolean has(String reason) {
    return reasons.contains(reason);
  }

  private boolean isRateLimit() {
    return !Collections.disjoint(reasons, RATE_LIMIT);
  }

  /** For the log: the reasons, after a space. */
  @Override
  public String toString() {
    return reasons.isEmpty() ? "" : " " + String.join(" ", reasons);
  }

  private static void addReasons(Object list, List<String> reasons) {
    if (list instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> map && map.get("reason") instanceof String reason) {
          reasons.add(reason);
        }
      }
    }
  }
}
