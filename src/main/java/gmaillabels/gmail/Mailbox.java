package gmaillabels.gmail;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.LabelColor;
import com.google.api.services.gmail.model.ListLabelsResponse;
import gmaillabels.failure.Failure;
import gmaillabels.label.Field;
import gmaillabels.label.Label;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One person's labels at Gmail. */
public final class Mailbox {
  /** Gmail's own word for whoever the access token belongs to. */
  static final String ME = "me";

  private final Gmail gmail;
  private final String host;
  private final Consumer<String> warnings;

  /**
   * Creates a client; makes no request.
   *
   * @param authorization puts the access token into each request
   * @param root the API's root, Gmail's own or an emulator's
   * @param userAgent what the program calls itself
   * @param warnings takes a sentence about a label that cannot be listed
   */
  public Mailbox(
      HttpTransport transport,
      HttpRequestInitializer authorization,
      URI root,
      String userAgent,
      Consumer<String> warnings) {
    this.host = root.getHost();
    this.warnings = warnings;
    // Root and universe are set even to their defaults, because the library would otherwise let
    // GOOGLE_API_USE_MTLS_ENDPOINT and GOOGLE_CLOUD_UNIVERSE_DOMAIN move or break the request.
    this.gmail =
        new Gmail.Builder(transport, GsonFactory.getDefaultInstance(), authorization)
            .setRootUrl(root.toString())
            .setUniverseDomain("googleapis.com")
            .setApplicationName(userAgent)
            .build();
  }

  /**
   * Asks for all labels, in one request.
   *
   * @param fields what to ask for besides the name; counts take {@link #withCounts}
   * @return the labels in Gmail's order
   * @throws Failure if Gmail refuses, cannot be reached or does not answer as Gmail does
   */
  public List<Label> labels(Set<Field> fields) {
    ListLabelsResponse response;
    try {
      response = gmail.users().labels().list(ME).setFields(mask(fields)).execute();
    } catch (HttpResponseException e) {
      throw ApiError.toFailure(host, e);
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Truncated JSON is a NullPointerException, an empty body an IllegalArgumentException.
      throw Failure.notGoogle(host, "no list of labels", e);
    }
    return toLabels(response, fields.contains(Field.ID));
  }

  /**
   * Asks for the counts of labels whose ids are known, many in one request.
   *
   * @param backOff waits before what failed is asked for again
   * @param progress takes how many labels are done, after each request but the last
   * @return the labels with their counts, without those that are gone in the meantime
   * @throws Failure if Gmail refuses, cannot be reached or does not answer as Gmail does
   */
  public List<Label> withCounts(List<Label> labels, BackOff backOff, Consumer<Integer> progress) {
    return new CountsRequests(gmail, host, backOff, warnings).run(labels, progress);
  }

  private static String mask(Set<Field> fields) {
    StringBuilder mask = new StringBuilder("labels(");
    for (Field field : Field.values()) {
      if (field == Field.NAME || (fields.contains(field) && !Field.COUNTS.contains(field))) {
        mask.append(mask.charAt(mask.length() - 1) == '(' ? "" : ",").append(field.gmailName());
      }
    }
    return mask.append(')').toString();
  }

  private List<Label> toLabels(ListLabelsResponse response, boolean needIds) {
    List<Label> labels = new ArrayList<>();
    if (response == null
        || (response.getLabels() == null && !response.getUnknownKeys().isEmpty())) {
      throw Failure.notGoogle(host, "no list of labels");
    }
    // Google leaves empty lists out.
    if (response.getLabels() != null) {
      for (com.google.api.services.gmail.model.Label label : response.getLabels()) {
        if (label == null || label.getName() == null || label.getName().isEmpty()) {
          String id = label == null || label.getId() == null ? "unknown" : label.getId();
          warnings.accept("left out a label without a name (id %s)".formatted(id));
        } else if (needIds && (label.getId() == null || label.getId().isEmpty())) {
          warnings.accept("left out a label without an id (%s)".formatted(label.getName()));
        } else {
          labels.add(toLabel(label));
        }
      }
    }
    return labels;
  }

  private static Label toLabel(com.google.api.services.gmail.model.Label label) {
    LabelColor color = label.getColor();
    return new Label(
        label.getId() == null ? "" : label.getId(),
        label.getName(),
        Optional.ofNullable(label.getType()),
        Optional.ofNullable(label.getMessageListVisibility()),
        Optional.ofNullable(label.getLabelListVisibility()),
        color == null || color.getTextColor() == null || color.getBackgroundColor() == null
            ? Optional.empty()
            : Optional.of(new Label.Color(color.getTextColor(), color.getBackgroundColor())),
        Optional.empty());
  }
}
