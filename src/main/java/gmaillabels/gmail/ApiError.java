package gmaillabels.gmail;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.util.ArrayList;
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

  static ApiError parse(String body) {
    GenericJson json;
    try {
      json = GsonFactory.getDefaultInstance().fromString(body, GenericJson.class);
    } catch (IOException | RuntimeException e) {
      return new ApiError(List.of(), "");
    }
    if (json == null || !(json.get("error") instanceof Map<?, ?> error)) {
      return new ApiError(List.of(), "");
    }
    List<String> reasons = new ArrayList<>();
    addReasons(error.get("errors"), reasons);
    addReasons(error.get("details"), reasons);
    return new ApiError(reasons, error.get("message") instanceof String text ? text : "");
  }

  /** Whether one of the reasons is {@code reason}. */
  boolean has(String reason) {
    return reasons.contains(reason);
  }

  /** Whether asking more slowly helps. */
  boolean isRateLimit() {
    return reasons.stream().anyMatch(RATE_LIMIT::contains);
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
