package gmaillabels.gmail;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.googleapis.batch.json.JsonBatchCallback;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.gmail.Gmail;
import gmaillabels.failure.Failure;
import gmaillabels.label.Label;
import gmaillabels.label.Label.Counts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The counts of many labels through Gmail's batch endpoint; what fails in a batch is repeated. */
final class CountsRequests {
  /** Google allows 100 calls in a batch and recommends 50. */
  private static final int BATCH = 50;

  private static final String FIELDS = "messagesTotal,messagesUnread,threadsTotal,threadsUnread";

  private final Gmail gmail;
  private final String host;
  private final BackOff backOff;
  private final Consumer<String> warnings;
  private final Map<String, Counts> known = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private boolean refreshed;

  CountsRequests(Gmail gmail, String host, BackOff backOff, Consumer<String> warnings) {
    this.gmail = gmail;
    this.host = host;
    this.backOff = backOff;
    this.warnings = warnings;
  }

  /** The labels with their counts, without those that are gone. */
  List<Label> run(List<Label> labels, Consumer<Integer> progress) {
    for (int from = 0; from < labels.size(); from += BATCH) {
      fetch(labels.subList(from, Math.min(from + BATCH, labels.size())));
      if (from + BATCH < labels.size()) {
        progress.accept(from + BATCH);
      }
    }
    List<Label> counted = new ArrayList<>();
    for (Label label : labels) {
      if (known.containsKey(label.id())) {
        counted.add(label.withCounts(known.get(label.id())));
      } else {
        warnings.accept("left out a label that was deleted just now (%s)".formatted(label.name()));
      }
    }
    return counted;
  }

  private void fetch(List<Label> labels) {
    Instant deadline = backOff.deadline();
    List<Label> missing = labels;
    for (int tries = 1; ; tries++) {
      Batch batch = new Batch();
      batch.execute(missing);
      missing = new ArrayList<>(missing);
      missing.removeIf(label -> known.containsKey(label.id()) || gone.contains(label.id()));
      if (missing.isEmpty()) {
        return;
      }
      if (batch.unauthorized && !refreshed) {
        // The session has a new access token by now, which a new batch takes along.
        refreshed = true;
      } else if (batch.unauthorized) {
        throw Failure.accessTokenRefused(host);
      } else if (!backOff.waitAfter(
          tries,
          deadline,
          batch.retryAfter,
          "status %d for %d of %d labels"
              .formatted(batch.lastStatus, missing.size(), labels.size()))) {
        throw Failure.overloaded(host, batch.lastStatus);
      }
    }
  }

  /** One request, which may succeed in parts. */
  private final class Batch {
    /** Of a part that is worth another try; a part that did not come at all is like a 503. */
    private int lastStatus = 503;

    private String retryAfter;
    private boolean unauthorized;

    void execute(List<Label> labels) {
      try {
        // Without the initializer a refusal of the whole batch would not refresh the access token.
        BatchRequest batch = gmail.batch(gmail.getRequestFactory().getInitializer());
        for (Label label : labels) {
          gmail
              .users()
              .labels()
              .get(Mailbox.ME, label.id())
              .setFields(FIELDS)
              .queue(batch, new Part(label.id()));
        }
        batch.execute();
      } catch (HttpResponseException e) {
        if (e.getStatusCode() == 401) {
          unauthorized = true;
          return;
        }
        throw ApiError.toFailure(host, e);
      } catch (Failure e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw Failure.notGoogle(host, "no counts of labels", e);
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
        known.put(
            id,
            new Counts(
                orZero(label.getMessagesTotal()),
                orZero(label.getMessagesUnread()),
                orZero(label.getThreadsTotal()),
                orZero(label.getThreadsUnread())));
      }

      @Override
      public void onFailure(GoogleJsonError refusal, HttpHeaders responseHeaders) {
        ApiError error = ApiError.of(refusal);
        if (refusal.getCode() == 404) {
          gone.add(id);
        } else if (refusal.getCode() == 401) {
          unauthorized = true;
        } else if (error.isWorthAnotherTry(refusal.getCode())) {
          lastStatus = refusal.getCode();
          retryAfter = responseHeaders.getRetryAfter();
        } else {
          throw error.toFailure(host, refusal.getCode());
        }
      }
    }
  }

  private static int orZero(Integer count) {
    return count == null ? 0 : count;
  }
}
