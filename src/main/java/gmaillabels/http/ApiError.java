package gmaillabels.http;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonErrorContainer;
import com.google.api.client.json.gson.GsonFactory;
import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An error of one of Google's APIs, of the old shape or of the new; empty where it says nothing.
 */
public record ApiError(List<String> reasons, String message) {
  static final ApiError NONE = new ApiError(List.of(), "");

  /** Reads a body, which may be anything at all. */
  public static ApiError parse(String body) {
    try {
      GoogleJsonErrorContainer container =
          GsonFactory.getDefaultInstance().fromString(body, GoogleJsonErrorContainer.class);
      return of(container.getError());
    } catch (IOException | RuntimeException e) {
      return NONE;
    }
  }

  /** The error of a part of a batch, which the library has parsed. */
  public static ApiError of(GoogleJsonError error) {
    return new ApiError(
        Stream.concat(
                Stream.ofNullable(error.getErrors())
                    .flatMap(List::stream)
                    .map(GoogleJsonError.ErrorInfo::getReason),
                Stream.ofNullable(error.getDetails())
                    .flatMap(List::stream)
                    .map(GoogleJsonError.Details::getReason))
            .filter(Objects::nonNull)
            .toList(),
        Objects.requireNonNullElse(error.getMessage(), ""));
  }

  /** Whether the same request may succeed in a moment. */
  public boolean isRetryable(int status) {
    return status == 408
        || status == 429
        || status >= 500
        || (status == 403
            && has("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"));
  }

  /** What the refusal means for the user, if the same request would be refused again. */
  public CliException toException(String host, int status) {
    if (status == 401) {
      return Problem.ACCESS_TOKEN_REFUSED.with(host);
    }
    if (has("accessNotConfigured", "SERVICE_DISABLED")) {
      return Problem.API_NOT_ENABLED.with(host);
    }
    if (has("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
      return Problem.PERMISSION_MISSING.with(host);
    }
    if (has("dailyLimitExceeded", "quotaExceeded")) {
      return Problem.QUOTA_EXCEEDED.with(host);
    }
    return Problem.OTHER_REFUSAL.with(
        status, message.isEmpty() ? "no reason given" : message, host);
  }

  /** Every attempt was refused with a status that says "later". */
  public static CliException retriesExhausted(String host, int status) {
    return status == 429 || status == 403
        ? Problem.RATE_LIMITED.with(host)
        : Problem.RETRIES_EXHAUSTED.with(host, status);
  }

  private boolean has(String... known) {
    return !Collections.disjoint(reasons, List.of(known));
  }

  /** For the log: the reasons, after a space. */
  @Override
  public String toString() {
    return reasons.isEmpty() ? "" : " " + String.join(" ", reasons);
  }
}
