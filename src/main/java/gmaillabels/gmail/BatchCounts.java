package gmaillabels.gmail;

import com.google.api.client.googleapis.batch.BatchCallback;
import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.Label;
import gmaillabels.error.RequestProblems;
import gmaillabels.http.AttemptFailure;
import gmaillabels.http.ErrorResponse;
import gmaillabels.http.Retry;
import gmaillabels.http.RetryBudget;
import gmaillabels.label.Label.Counts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Asks for the counts of several labels in one request to Gmail's batch endpoint. */
final class BatchCounts {
  private static final String FIELDS = "id,messagesTotal,messagesUnread,threadsTotal,threadsUnread";
  private static final String MISSING = "counts are missing";
  private static final int GONE = 404;
  private static final int UNAUTHORIZED = 401;

  private final RetryBudget budget;
  private final String host;
  private final Map<String, Counts> counts = new HashMap<>();
  private final Map<String, ErrorResponse> errors = new HashMap<>();

  /** The budget is the one of the batch requests; failed parts use it too. */
  BatchCounts(RetryBudget budget, String host) {
    this.budget = budget;
    this.host = host;
  }

  /** The counts of each label by its id, without labels that no longer exist. */
  Map<String, Counts> fetch(Gmail gmail, List<String> ids) throws IOException {
    List<String> missing = new ArrayList<>(ids);
    boolean isRenewed = false;
    while (true) {
      errors.clear();
      send(gmail, missing);
      boolean isProgress = missing.removeAll(counts.keySet());
      // An error names no label, and the library assigns it by its position in the batch. So a 404
      // is believed only if each of the labels without counts has got one.
      if (missing.stream().map(errors::get).allMatch(e -> e != null && e.status() == GONE)) {
        return counts;
      }
      if (isProgress) {
        budget.restart();
      }
      if (!isRenewed && errors.values().stream().anyMatch(e -> e.status() == UNAUTHORIZED)) {
        // The session has a new access token by now, which the next batch will have.
        isRenewed = true;
      } else {
        budget.waitAfter(failure());
      }
    }
  }

  private void send(Gmail gmail, List<String> ids) throws IOException {
    // Without the initializer, a 401 to the whole batch would not refresh the access token.
    BatchRequest batch = gmail.batch(gmail.getRequestFactory().getInitializer());
    for (String id : ids) {
      HttpRequest part = gmail.users().labels().get("me", id).setFields(FIELDS).buildHttpRequest();
      part.setUnsuccessfulResponseHandler(recordErrors(id, part.getUnsuccessfulResponseHandler()));
      batch.queue(part, Label.class, Void.class, recordCounts());
    }
    try {
      batch.execute();
    } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException e) {
      // The library throws these for a response that is not one to a batch.
      throw RequestProblems.unexpectedResponse(LabelsClient.NO_LABELS, host);
    }
  }

  /** The library assigns a part to a callback by its position; here the id in the part counts. */
  private BatchCallback<Label, Void> recordCounts() {
    return new BatchCallback<>() {
      @Override
      public void onSuccess(Label label, HttpHeaders headers) {
        counts.put(
            label.getId(),
            new Counts(
                Objects.requireNonNullElse(label.getMessagesTotal(), 0),
                Objects.requireNonNullElse(label.getMessagesUnread(), 0),
                Objects.requireNonNullElse(label.getThreadsTotal(), 0),
                Objects.requireNonNullElse(label.getThreadsUnread(), 0)));
      }

      @Override
      public void onFailure(Void unread, HttpHeaders headers) {}
    };
  }

  /** Only this handler gets the status of a part; the callback gets the code in its body. */
  private HttpUnsuccessfulResponseHandler recordErrors(
      String id, HttpUnsuccessfulResponseHandler session) {
    return (part, response, canRetry) -> {
      boolean isRenewed = session.handleResponse(part, response, canRetry);
      if (!isRenewed) {
        Optional<String> retryAfter = Optional.ofNullable(response.getHeaders().getRetryAfter());
        errors.put(
            id,
            ErrorResponse.parse(response.getStatusCode(), response.parseAsString(), retryAfter));
      }
      return isRenewed;
    };
  }

  /** A final error if there is one, else a temporary one, else that counts are missing. */
  private AttemptFailure failure() {
    return errors.values().stream()
        .filter(error -> error.status() != GONE)
        .min(Comparator.comparing(ErrorResponse::retry))
        .map(error -> AttemptFailure.of(error, host))
        .orElseGet(
            () ->
                new AttemptFailure(
                    MISSING + " (" + host + ")",
                    Retry.LATER,
                    Optional.empty(),
                    retries -> RequestProblems.unexpectedResponse(MISSING + retries, host)));
  }
}
