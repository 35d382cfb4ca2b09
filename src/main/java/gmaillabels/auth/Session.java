package gmaillabels.auth;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import gmaillabels.error.SignInProblems;
import gmaillabels.error.UsageProblems;
import java.util.function.Supplier;

/**
 * The access to Gmail of one run: puts the access token into each request, and fetches a new one if
 * Gmail refuses it, once. {@code HttpCredentialsAdapter} would do so ten times, and hide the cause.
 */
public final class Session implements HttpRequestInitializer, HttpUnsuccessfulResponseHandler {
  /** What a header can hold. */
  static final String ACCESS_TOKEN = "[!-~]+";

  private String accessToken;

  /** Fetches a new access token, or throws what the run is to end with. */
  private final Supplier<String> renewal;

  private boolean isRenewed;

  public Session(String accessToken, Supplier<String> renewal) {
    this.accessToken = accessToken;
    this.renewal = renewal;
  }

  /** A session with an access token that came from elsewhere, for Gmail at this host. */
  public static Session withoutRenewal(String accessToken, String host) {
    if (!accessToken.matches(ACCESS_TOKEN)) {
      throw UsageProblems.invalidOption("GMAIL_LABELS_ACCESS_TOKEN", "is not an access token");
    }
    return new Session(
        accessToken,
        () -> {
          throw SignInProblems.environmentTokenRefused(host);
        });
  }

  @Override
  public void initialize(HttpRequest request) {
    request.getHeaders().setAuthorization("Bearer " + accessToken);
    request.setUnsuccessfulResponseHandler(this);
    // The parts of a batch would follow one by themselves.
    request.setFollowRedirects(false);
  }

  /** A second 401 is for whoever made the request. */
  @Override
  public boolean handleResponse(HttpRequest request, HttpResponse response, boolean supportsRetry) {
    if (response.getStatusCode() != 401 || isRenewed) {
      return false;
    }
    isRenewed = true;
    accessToken = renewal.get();
    initialize(request);
    return true;
  }
}
