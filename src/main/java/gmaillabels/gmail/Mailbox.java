package gmaillabels.gmail;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.ListLabelsResponse;
import gmaillabels.failure.Failure;
import gmaillabels.label.Label;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One person's labels at Gmail. */
public final class Mailbox {
  /** Gmail's own word for whoever the access token belongs to. */
  private static final String ME = "me";

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
   * @return the labels in Gmail's order
   * @throws Failure if Gmail refuses, cannot be reached or does not answer as Gmail does
   */
  public List<Label> labels() {
    ListLabelsResponse response;
    try {
      response = gmail.users().labels().list(ME).setFields("labels(id,name)").execute();
    } catch (HttpResponseException e) {
      throw refusal(e);
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Truncated JSON is a NullPointerException, an empty body an IllegalArgumentException.
      throw Failure.notGoogle(host, "no list of labels");
    }
    return toLabels(response);
  }

  private List<Label> toLabels(ListLabelsResponse response) {
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
        } else {
          labels.add(new Label(label.getName()));
        }
      }
    }
    return labels;
  }

  private Failure refusal(HttpResponseException e) {
    int status = e.getStatusCode();
    ApiError error = ApiError.parse(e.getContent() == null ? "" : e.getContent());
    if (status == 401) {
      return Failure.accessTokenRefused(host);
    }
    if (error.has("accessNotConfigured") || error.has("SERVICE_DISABLED")) {
      return Failure.apiNotEnabled(host);
    }
    if (error.has("insufficientPermissions") || error.has("ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
      return Failure.permissionMissing(host);
    }
    if (error.has("dailyLimitExceeded") || error.has("quotaExceeded")) {
      return Failure.quotaExceeded(host);
    }
    return Failure.refused(
        host, status, error.message().isEmpty() ? "no reason given" : error.message());
  }
}
