package gmaillabels.gmail;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.googleapis.batch.json.JsonBatchCallback;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.HttpHeaders;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.Label;
import gmaillabels.http.ApiError;
import gmaillabels.http.RetryPolicy.Attempts;
import gmaillabels.label.Label.Counts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to Gmail's batch endpoint, which may succeed in parts. The library goes by the order of
 * the parts, which a server need not keep: a part is believed for the label that it names.
 */
final class BatchCounts {
  private static final String FIELDS = "id,messagesTotal,messagesUnread,threadsTotal,threadsUnread";

  private final Map<String, Optional<Counts>> counts = new HashMap<>();
  private int inOrder;
  // A final refusal counts, else the last one; a part that did not arrive at all is like a 503.
  private ApiError error = new ApiError(503, "", "");
  private Optional<String> retryAfter = Optional.empty();

  /**
   * The counts by the labels' ids, empty for labels that are gone; what fails is asked for again.
   */
  static Map<String, Optional<Counts>> fetch(
      Gmail gmail, String host, Attempts attempts, List<String> ids) throws IOException {
    Map<String, Optional<Counts>> known = new HashMap<>();
    List<String> missing = new ArrayList<>(ids);
    boolean isRenewed = false;
    while (true) {
      BatchCounts batch = new BatchCounts();
      batch.send(gmail, missing);
      known.putAll(batch.counts);
      missing.removeAll(known.keySet());
      if (missing.isEmpty()) {
        return known;
      }
      String reason = "%s for %d of %d labels".formatted(batch.error, missing.size(), ids.size());
      if (batch.error.status() == 401 && !isRenewed) {
        // The session has a new access token now, which a new batch takes along.
        isRenewed = true;
      } else if (!batch.error.isRetryable() || !attempts.waitForNext(batch.retryAfter, reason)) {
        throw batch.error.toException(host);
      }
    }
  }

  private void send(Gmail gmail, List<String> ids) throws IOException {
    // Without the initializer a refusal of the batch would not refresh the access token.
    BatchRequest batch = gmail.batch(gmail.getRequestFactory().getInitializer());
    for (String id : ids) {
      gmail.users().labels().get("me", id).setFields(FIELDS).queue(batch, part(id));
    }
    batch.execute();
    if (inOrder < ids.size()) {
      // An error names no label, so that it counts only where the order was kept.
      counts.values().removeIf(Optional::isEmpty);
    }
  }

  private JsonBatchCallback<Label> part(String id) {
    return new JsonBatchCallback<>() {
      @Override
      public void onSuccess(Label label, HttpHeaders responseHeaders) {
        inOrder += id.equals(label.getId()) ? 1 : 0;
        counts.put(
            label.getId(),
            Optional.of(
                new Counts(
                    Objects.requireNonNullElse(label.getMessagesTotal(), 0),
                    Objects.requireNonNullElse(label.getMessagesUnread(), 0),
                    Objects.requireNonNullElse(label.getThreadsTotal(), 0),
                    Objects.requireNonNullElse(label.getThreadsUnread(), 0))));
      }

      @Override
      public void onFailure(GoogleJsonError refusal, HttpHeaders responseHeaders) {
        inOrder++;
        if (refusal.getCode() == 404) {
          counts.putIfAbsent(id, Optional.empty());
        } else if (error.isRetryable()) {
          error = ApiError.of(refusal.getCode(), refusal);
          retryAfter = Optional.ofNullable(responseHeaders.getRetryAfter());
        }
      }
    };
  }
}
