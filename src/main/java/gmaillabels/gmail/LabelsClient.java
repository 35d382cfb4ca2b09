package gmaillabels.gmail;

import static java.util.stream.Collectors.joining;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.Data;
import com.google.api.client.util.Strings;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.ListLabelsResponse;
import gmaillabels.error.CliException;
import gmaillabels.error.RequestProblems;
import gmaillabels.http.ApiError;
import gmaillabels.http.RetryPolicy.Attempts;
import gmaillabels.http.RetryingTransport;
import gmaillabels.http.SecureUri;
import gmaillabels.label.Label;
import gmaillabels.label.LabelField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The labels of whoever an access token belongs to; {@code root} is Gmail's or an emulator's. */
public record LabelsClient(
    RetryingTransport transport,
    SecureUri root,
    String userAgent,
    Consumer<String> warn,
    Consumer<String> progress) {
  /** Google allows 100 calls in a batch and recommends 50. */
  private static final int BATCH = 50;

  /** All labels, in Gmail's order, with these fields besides the name, but without counts. */
  public List<Label> list(HttpRequestInitializer session, Set<LabelField> fields) {
    Gmail gmail = gmail(session, transport.policy()::start);
    String mask =
        Stream.of(LabelField.values())
            .filter(field -> field == LabelField.NAME || fields.contains(field))
            .filter(field -> !LabelField.COUNTS.contains(field))
            .map(LabelField::gmailName)
            .collect(joining(",", "labels(", ")"));
    ListLabelsResponse response =
        call(
            "no list of labels", () -> gmail.users().labels().list("me").setFields(mask).execute());
    // The library returns null for an empty response, and an empty object for JSON's null.
    if (response == null
        || Data.isNull(response)
        || (response.getLabels() == null && !response.getUnknownKeys().isEmpty())) {
      throw RequestProblems.unexpectedResponse("no list of labels", root.host());
    }
    // Google leaves empty lists out. A label without a name cannot be shown; without an id, it
    // cannot be asked for its counts.
    return Stream.ofNullable(response.getLabels())
        .flatMap(List::stream)
        .filter(label -> label != null && !Strings.isNullOrEmpty(label.getName()))
        .map(LabelsClient::label)
        .filter(label -> !label.id().isEmpty() || !fields.contains(LabelField.ID))
        .toList();
  }

  /** Asks for many counts in one request; labels that are gone are left out. */
  public List<Label> withCounts(HttpRequestInitializer session, List<Label> labels) {
    List<String> ids = labels.stream().map(Label::id).toList();
    Map<String, Optional<Label.Counts>> counts = new HashMap<>();
    for (int from = 0; from < ids.size(); from += BATCH) {
      if (from > 0) {
        progress.accept("Counting: %d of %d labels".formatted(from, ids.size()));
      }
      Attempts attempts = transport.policy().start();
      List<String> batch = ids.subList(from, Math.min(from + BATCH, ids.size()));
      Gmail gmail = gmail(session, () -> attempts);
      counts.putAll(
          call(
              "no counts of labels", () -> BatchCounts.fetch(gmail, root.host(), attempts, batch)));
    }
    labels.stream()
        .filter(label -> counts.get(label.id()).isEmpty())
        .map(label -> "left out a label that was deleted just now (%s)".formatted(label.name()))
        .forEach(warn);
    return labels.stream()
        .flatMap(label -> counts.get(label.id()).map(label::withCounts).stream())
        .toList();
  }

  /** The address of the user, if Gmail gives it at the first attempt: a sign-in stands without. */
  public Optional<String> address(HttpRequestInitializer session) {
    Gmail.Users users = gmail(session, transport.policy()::once).users();
    try {
      String address = users.getProfile("me").setFields("emailAddress").execute().getEmailAddress();
      // It is stored, compared and shown: anything odd is no address.
      return Optional.ofNullable(address).filter(a -> a.matches("[^\\p{C}\\s]+@[^\\p{C}\\s]+"));
    } catch (Exception e) {
      return Optional.empty();
    }
  }

  private Gmail gmail(HttpRequestInitializer session, Supplier<Attempts> attempts) {
    HttpTransport http = transport.create(attempts, content -> content);
    // Root and universe are set even to their defaults, because the library would otherwise let
    // GOOGLE_API_USE_MTLS_ENDPOINT and GOOGLE_CLOUD_UNIVERSE_DOMAIN move or break the request.
    return new Gmail.Builder(http, GsonFactory.getDefaultInstance(), session)
        .setRootUrl(root.uri().toString())
        .setUniverseDomain("googleapis.com")
        .setApplicationName(userAgent)
        .build();
  }

  /** The library has an exception of its own for each way in which a response can be wrong. */
  private <T> T call(String otherwise, Callable<T> request) {
    try {
      return request.call();
    } catch (HttpResponseException e) {
      throw ApiError.parse(e.getStatusCode(), e.getContent()).toException(root.host());
    } catch (Exception e) {
      throw e instanceof CliException failure
          ? failure
          : RequestProblems.unexpectedResponse(otherwise, root.host(), e);
    }
  }

  private static Label label(com.google.api.services.gmail.model.Label label) {
    return new Label(
        Optional.ofNullable(label.getId()).orElse(""),
        label.getName(),
        Optional.ofNullable(label.getType()),
        new Label.Visibility(
            Optional.ofNullable(label.getMessageListVisibility()),
            Optional.ofNullable(label.getLabelListVisibility())),
        Optional.ofNullable(label.getColor())
            .filter(c -> c.getTextColor() != null && c.getBackgroundColor() != null)
            .map(c -> new Label.Color(c.getTextColor(), c.getBackgroundColor())),
        Optional.empty());
  }
}
