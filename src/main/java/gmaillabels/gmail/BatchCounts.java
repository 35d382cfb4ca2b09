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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One request to Gmail's batch endpoint, which may succeed in parts. The library goes by the order
 * of the parts, which a server need not keep: a part is believed for the label that it names.
 */
final class BatchCounts {
  private static final String FIELDS = "id,messagesTotal,messagesUnread,threadsTotal,threadsUnread";

  private final String host;
  private final Map<String, Optional<Counts>> counts = new HashMap<>();
  private int inOrder;

  /** Of a part to be asked for again; one that did not arrive at all is like a 503. */
  private ApiError error = new ApiError(503, List.of(), "");

  private Optional<String> retryAfter = Optional.empty();

  private BatchCounts(String host) {
    this.host = host;
  }

  /**
   * The counts by the labels' ids, empty for labels that are gone; what fails in a batch is asked
   * for again.
   *
   * @param gmail sends within {@code attempts}
   */
  static Map<String, Optional<Counts>> fetch(
      Gmail gmail, String host, Attempts attempts, List<String> ids) {
    Map<String, Optional<Counts>> known = new HashMap<>();
    List<String> missing = new ArrayList<>(ids);
    boolean isRenewed = false;
    while (true) {
      BatchCounts batch = new BatchCounts(host);
      batch.send(gmail, missing);
      known.putAll(batch.counts);
      missing.removeAll(known.keySet());
      if (missing.isEmpty()) {
        return known;
      }
      String reason = "%s for %d of %d labels".formatted(batch.error, missing.size(), ids.size());
      boolean isRefused = batch.error.status() == 401;
      if (isRefused ? isRenewed : !attempts.waitForNext(batch.retryAfter, reason)) {
        throw batch.error.toException(host);
      }
      // After a refusal the session has a new access token, which a new batch takes along.
      isRenewed |= isRefused;
    }
  }

  private void send(Gmail gmail, List<String> ids) {
    LabelsClient.call(
        host,
        "no counts of labels",
        () -> {
          // Without the initializer a refusal of the batch would not refresh the access token.
          BatchRequest batch = gmail.batch(gmail.getRequestFactory().getInitializer());
          Gmail.Users.Labels labels = gmail.users().labels();
          for (String id : ids) {
            labels.get(LabelsClient.ME, id).setFields(FIELDS).queue(batch, part(id));
          }
          batch.execute();
          return batch;
        });
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
        ApiError failure = ApiError.of(refusal);
        if (failure.status() == 404) {
          counts.put(id, Optional.empty());
        } else if (failure.status() == 401 || failure.isRetryable()) {
          error = failure;
          retryAfter = Optional.ofNullable(responseHeaders.getRetryAfter());
        } else {
          throw failure.toException(host);
        }
      }
    };
  }
}
