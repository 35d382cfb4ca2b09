package gmaillabels.gmail;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.googleapis.batch.json.JsonBatchCallback;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.HttpHeaders;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.Label;
import gmaillabels.error.Problem;
import gmaillabels.http.ApiError;
import gmaillabels.http.RetryPolicy.Attempts;
import gmaillabels.label.Label.Counts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One request to Gmail's batch endpoint, which may succeed in parts. The library goes by the order
 * of the parts, which a server need not keep: a part is believed for the label that it names.
 */
final class BatchCounts {
  private static final String FIELDS = "id,messagesTotal,messagesUnread,threadsTotal,threadsUnread";

  private final String host;
  private final Map<String, Counts> counts = new HashMap<>();
  private final Set<String> notFound = new HashSet<>();
  private int inOrder;
  private boolean unauthorized;

  /** Of a part that is retryable; a part that did not arrive at all is like a 503. */
  private int status = 503;

  private Optional<String> retryAfter = Optional.empty();

  private BatchCounts(String host) {
    this.host = host;
  }

  /**
   * The counts by the labels' ids, without those of labels that are gone; what fails in a batch is
   * asked for again.
   *
   * @param gmail sends within {@code attempts}
   */
  static Map<String, Counts> fetch(Gmail gmail, String host, Attempts attempts, List<String> ids) {
    Map<String, Counts> known = new HashMap<>();
    List<String> missing = new ArrayList<>(ids);
    boolean refused = false;
    while (!missing.isEmpty()) {
      BatchCounts batch = new BatchCounts(host);
      batch.send(gmail, missing);
      known.putAll(batch.counts);
      missing.removeAll(batch.counts.keySet());
      missing.removeAll(batch.notFound);
      if (batch.unauthorized && refused) {
        throw Problem.ACCESS_TOKEN_REFUSED.with(host);
      }
      // After the first refusal the session has a new access token, which a new batch takes along.
      refused = batch.unauthorized;
      String reason =
          "status %d for %d of %d labels".formatted(batch.status, missing.size(), ids.size());
      if (!missing.isEmpty() && !refused && !attempts.waitForNext(batch.retryAfter, reason)) {
        throw ApiError.retriesExhausted(host, batch.status);
      }
    }
    return known;
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
            labels.get(LabelsClient.ME, id).setFields(FIELDS).queue(batch, new Part(id));
          }
          batch.execute();
          return batch;
        });
    if (inOrder < ids.size()) {
      // An error names no label, so that it counts only where the order was kept.
      notFound.clear();
    }
  }

  private final class Part extends JsonBatchCallback<Label> {
    private final String id;

    Part(String id) {
      this.id = id;
    }

    @Override
    public void onSuccess(Label label, HttpHeaders responseHeaders) {
      inOrder += id.equals(label.getId()) ? 1 : 0;
      counts.put(
          label.getId(),
          new Counts(
              Objects.requireNonNullElse(label.getMessagesTotal(), 0),
              Objects.requireNonNullElse(label.getMessagesUnread(), 0),
              Objects.requireNonNullElse(label.getThreadsTotal(), 0),
              Objects.requireNonNullElse(label.getThreadsUnread(), 0)));
    }

    @Override
    public void onFailure(GoogleJsonError refusal, HttpHeaders responseHeaders) {
      inOrder++;
      ApiError error = ApiError.of(refusal);
      if (refusal.getCode() == 404) {
        notFound.add(id);
      } else if (refusal.getCode() == 401) {
        unauthorized = true;
      } else if (error.isRetryable(refusal.getCode())) {
        status = refusal.getCode();
        retryAfter = Optional.ofNullable(responseHeaders.getRetryAfter());
      } else {
        throw error.toException(host, refusal.getCode());
      }
    }
  }
}
