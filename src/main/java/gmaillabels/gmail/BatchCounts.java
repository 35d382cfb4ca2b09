package gmaillabels.gmail;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.googleapis.batch.json.JsonBatchCallback;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.gmail.Gmail;
import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import gmaillabels.http.ApiError;
import gmaillabels.http.RetryPolicy;
import gmaillabels.label.Label;
import gmaillabels.label.Label.Counts;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The counts of up to 50 labels through Gmail's batch endpoint; what fails in a batch is asked for
 * again. The library goes by the order of the parts, which a server need not keep: a part is
 * believed for the label that it names.
 */
final class BatchCounts {
  private static final String FIELDS = "id,messagesTotal,messagesUnread,threadsTotal,threadsUnread";

  private final Gmail gmail;
  private final String host;
  private final RetryPolicy.Attempts attempts;
  private final Map<String, Counts> known = new HashMap<>();
  private final Set<String> gone = new HashSet<>();

  /**
   * Creates the counts of one batch.
   *
   * @param gmail sends within {@code attempts}
   */
  BatchCounts(Gmail gmail, String host, RetryPolicy.Attempts attempts) {
    this.gmail = gmail;
    this.host = host;
    this.attempts = attempts;
  }

  /** The counts by the labels' ids, without those of labels that are gone. */
  Map<String, Counts> fetch(List<Label> labels) {
    boolean refused = false;
    for (List<Label> missing = labels; !missing.isEmpty(); missing = missing(labels)) {
      Batch batch = new Batch(missing);
      batch.send();
      if (batch.unauthorized && refused) {
        throw Problem.ACCESS_TOKEN_REFUSED.with(host);
      }
      // After the first refusal the session has a new access token, which a new batch takes along.
      refused = batch.unauthorized;
      int failed = missing(labels).size();
      if (failed > 0
          && !refused
          && !attempts.waitForNext(
              batch.retryAfter,
              "status %d for %d of %d labels".formatted(batch.status, failed, labels.size()))) {
        throw ApiError.retriesExhausted(host, batch.status);
      }
    }
    return known;
  }

  private List<Label> missing(List<Label> labels) {
    return labels.stream()
        .filter(label -> !known.containsKey(label.id()) && !gone.contains(label.id()))
        .toList();
  }

  /** One request, which may succeed in parts. */
  private final class Batch {
    private final List<Label> labels;
    private final Set<String> notFound = new HashSet<>();
    private int inOrder;
    private boolean unauthorized;

    /** Of a part that is retryable; a part that did not arrive at all is like a 503. */
    private int status = 503;

    private Optional<String> retryAfter = Optional.empty();

    Batch(List<Label> labels) {
      this.labels = labels;
    }

    void send() {
      try {
        // Without the initializer a refusal of the whole batch would not refresh the access token.
        BatchRequest batch = gmail.batch(gmail.getRequestFactory().getInitializer());
        for (Label label : labels) {
          gmail
              .users()
              .labels()
              .get(LabelsClient.ME, label.id())
              .setFields(FIELDS)
              .queue(batch, new Part(label.id()));
        }
        batch.execute();
      } catch (HttpResponseException e) {
        unauthorized = e.getStatusCode() == 401;
        if (!unauthorized) {
          throw ApiError.toException(host, e);
        }
      } catch (CliException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw Problem.UNEXPECTED_RESPONSE.because(e, "no counts of labels", host);
      }
      if (inOrder == labels.size()) {
        // An error names no label, so that it counts only where the order was kept.
        gone.addAll(notFound);
      }
    }

    private final class Part extends JsonBatchCallback<com.google.api.services.gmail.model.Label> {
      private final String id;

      Part(String id) {
        this.id = id;
      }

      @Override
      public void onSuccess(
          com.google.api.services.gmail.model.Label label, HttpHeaders responseHeaders) {
        inOrder += id.equals(label.getId()) ? 1 : 0;
        known.put(
            label.getId(),
            new Counts(
                orZero(label.getMessagesTotal()),
                orZero(label.getMessagesUnread()),
                orZero(label.getThreadsTotal()),
                orZero(label.getThreadsUnread())));
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

      private static int orZero(Integer count) {
        return count == null ? 0 : count;
      }
    }
  }
}
