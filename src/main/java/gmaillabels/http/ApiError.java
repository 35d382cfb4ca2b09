package gmaillabels.http;

import static java.util.stream.Collectors.joining;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonErrorContainer;
import com.google.api.client.json.gson.GsonFactory;
import gmaillabels.error.CliException;
import gmaillabels.error.RequestProblems;
import gmaillabels.error.SignInProblems;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** An error of one of Google's APIs, of the old or the new shape; empty where it says nothing. */
public record ApiError(int status, String reasons, String message) {
  /** Reads a body, which may be anything at all. */
  public static ApiError parse(int status, String body) {
    try {
      GoogleJsonErrorContainer container =
          GsonFactory.getDefaultInstance().fromString(body, GoogleJsonErrorContainer.class);
      return of(status, container.getError());
    } catch (IOException | RuntimeException e) {
      return new ApiError(status, "", "");
    }
  }

  /** The error of a part of a batch, which the library has parsed. */
  public static ApiError of(int status, GoogleJsonError error) {
    String reasons =
        Stream.of(error.getErrors(), error.getDetails())
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .map(info -> (String) info.get("reason"))
            .filter(Objects::nonNull)
            .collect(joining(" "));
    return new ApiError(status, reasons, Objects.requireNonNullElse(error.getMessage(), ""));
  }

  /** Whether the same request may succeed in a moment. */
  public boolean isRetryable() {
    return status == 408
        || status == 429
        || status >= 500
        || (status == 403 && has("rateLimitExceeded|userRateLimitExceeded|RATE_LIMIT_EXCEEDED"));
  }

  /** What the refusal means for the user, if the request is not sent again. */
  public CliException toException(String host) {
    if (isRetryable()) {
      return status == 429 || status == 403
          ? RequestProblems.rateLimited(host)
          : RequestProblems.serverFailed(status, host);
    }
    if (status == 401) {
      return SignInProblems.accessTokenRefused(host);
    }
    if (has("accessNotConfigured|SERVICE_DISABLED")) {
      return RequestProblems.apiNotEnabled(host);
    }
    if (has("insufficientPermissions|ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
      return RequestProblems.permissionMissing(host);
    }
    if (has("dailyLimitExceeded|quotaExceeded")) {
      return RequestProblems.quotaExceeded(host);
    }
    return RequestProblems.refused(status, message.isEmpty() ? "no reason given" : message, host);
  }

  private boolean has(String reason) {
    return reasons.matches(".*\\b(" + reason + ")\\b.*");
  }

  @Override
  public String toString() {
    return ("status " + status + " " + reasons).strip();
  }
}
