package gmaillabels.gmail;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.Data;
import com.google.api.client.util.Strings;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.ListLabelsResponse;
import com.google.api.services.gmail.model.Profile;
import gmaillabels.error.CliException;
import gmaillabels.error.Reporter;
import gmaillabels.error.RequestProblems;
import gmaillabels.http.ErrorResponse;
import gmaillabels.http.Json;
import gmaillabels.http.RetryBudget;
import gmaillabels.http.RetryingTransport;
import gmaillabels.http.SecureUri;
import gmaillabels.label.Label;
import gmaillabels.label.LabelField;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Asks Gmail for the labels, their counts and the address of the user. */
public final class LabelsClient {
  /** Google allows 100 calls in a batch and recommends 50. */
  private static final int BATCH_SIZE = 50;

  static final String NO_LABELS = "no labels in it";

  private final RetryingTransport transport;
  private final SecureUri root;
  private final String userAgent;
  private final Reporter reporter;

  /** The root is the URL of Gmail or of an emulator. */
  public LabelsClient(
      RetryingTransport transport, SecureUri root, String userAgent, Reporter reporter) {
    this.transport = transport;
    this.root = root;
    this.userAgent = userAgent;
    this.reporter = reporter;
  }

  /** All labels in Gmail's order with these fields, one of which is the name; without counts. */
  public List<Label> list(HttpRequestInitializer session, Set<LabelField> fields) {
    Gmail gmail = gmail(session, transport::budget);
    StringJoiner mask = new StringJoiner(",", "labels(", ")");
    for (LabelField field : fields) {
      if (!LabelField.COUNTS.contains(field)) {
        mask.add(field.gmailName());
      }
    }
    String content =
        send(
            () ->
                gmail
                    .users()
                    .labels()
                    .list("me")
                    .setFields(mask.toString())
                    .executeUnparsed()
                    .parseAsString());
    ListLabelsResponse response =
        Json.parse(content, ListLabelsResponse.class)
            .filter(LabelsClient::isComplete)
            .orElseThrow(this::noLabels);
    return Stream.ofNullable(response.getLabels())
        .flatMap(List::stream)
        .map(label -> label(label, fields.contains(LabelField.ID)))
        .toList();
  }

  private static boolean isComplete(ListLabelsResponse response) {
    // Google leaves out empty lists.
    return response.getLabels() == null
        ? response.getUnknownKeys().isEmpty()
        : !Data.isNull(response.getLabels());
  }

  /** The labels with their counts, without those that were deleted in the meantime. */
  public List<Label> withCounts(HttpRequestInitializer session, List<Label> labels) {
    List<String> ids = labels.stream().map(Label::id).toList();
    Map<String, Label.Counts> counts = new HashMap<>();
    for (int from = 0; from < ids.size(); from += BATCH_SIZE) {
      if (from > 0) {
        reporter.progress("Counting: %d of %d labels".formatted(from, ids.size()));
      }
      RetryBudget budget = transport.budget();
      BatchCounts batch = new BatchCounts(budget, root.host());
      Gmail gmail = gmail(session, () -> budget);
      List<String> some = ids.subList(from, Math.min(from + BATCH_SIZE, ids.size()));
      counts.putAll(send(() -> batch.fetch(gmail, some)));
    }
    labels.stream()
        .filter(label -> !counts.containsKey(label.id()))
        .map(label -> "left out a label that was deleted just now (%s)".formatted(label.name()))
        .forEach(reporter::warn);
    return labels.stream()
        .filter(label -> counts.containsKey(label.id()))
        .map(label -> label.withCounts(counts.get(label.id())))
        .toList();
  }

  /** The user's address, if one attempt gets it: a sign-in is good without it. */
  public Optional<String> address(HttpRequestInitializer session) {
    try {
      return Optional.of(address(session, transport::budgetForOneAttempt));
    } catch (CliException e) {
      return Optional.empty();
    }
  }

  /** The user's address; throws the reason if Gmail does not give it. */
  public String requireAddress(HttpRequestInitializer session) {
    return address(session, transport::budget);
  }

  private String address(HttpRequestInitializer session, Supplier<RetryBudget> budgets) {
    Gmail.Users users = gmail(session, budgets).users();
    String content =
        send(
            () ->
                users.getProfile("me").setFields("emailAddress").executeUnparsed().parseAsString());
    return Json.parse(content, Profile.class)
        .map(Profile::getEmailAddress)
        // The address is stored, compared and shown, so it must look like one.
        .filter(address -> address.matches("[^\\p{C}\\s]+@[^\\p{C}\\s]+"))
        .orElseThrow(() -> RequestProblems.unexpectedResponse("no address of a user", root.host()));
  }

  private Gmail gmail(HttpRequestInitializer session, Supplier<RetryBudget> budgets) {
    HttpTransport http = transport.create(budgets);
    // Root and universe are set even to their defaults. Otherwise GOOGLE_API_USE_MTLS_ENDPOINT and
    // GOOGLE_CLOUD_UNIVERSE_DOMAIN could move or break the request.
    return new Gmail.Builder(http, GsonFactory.getDefaultInstance(), session)
        .setRootUrl(root.uri().toString())
        .setUniverseDomain("googleapis.com")
        .setApplicationName(userAgent)
        .build();
  }

  private interface Request<T> {
    T send() throws IOException;
  }

  private <T> T send(Request<T> request) {
    try {
      return request.send();
    } catch (HttpResponseException e) {
      throw ErrorResponse.of(e).toException(root.host());
    } catch (IOException e) {
      throw noLabels();
    }
  }

  private CliException noLabels() {
    return RequestProblems.unexpectedResponse(NO_LABELS, root.host());
  }

  private Label label(com.google.api.services.gmail.model.Label label, boolean hasId) {
    if (label == null
        || Strings.isNullOrEmpty(label.getName())
        || (hasId && Strings.isNullOrEmpty(label.getId()))) {
      throw RequestProblems.unexpectedResponse("a label without a name or an id", root.host());
    }
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
