package gmaillabels.auth;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import gmaillabels.error.SignInProblems;
import gmaillabels.error.UsageProblems;
import gmaillabels.http.ErrorResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The access of a run to Gmail: adds the access token to each request, and gets a new one if Gmail
 * refuses it, but only once. The library's {@code HttpCredentialsAdapter} would do so ten times,
 * and hide why it failed.
 */
public final class Session implements HttpRequestInitializer, HttpUnsuccessfulResponseHandler {
  /** The characters of an access token, which is sent in a header. */
  static final String ACCESS_TOKEN = "[!-~]+";

  private String accessToken;

  /** Gets a new access token after a refusal, or throws the problem that ends the run. */
  private final Function<ErrorResponse, String> renewal;

  private boolean isRenewed;

  public Session(String accessToken, Function<ErrorResponse, String> renewal) {
    this.accessToken = accessToken;
    this.renewal = renewal;
  }

  /** A session with the access token from the environment; the host is Gmail's, for messages. */
  public static Session withoutRenewal(String accessToken, String host) {
    if (!accessToken.matches(ACCESS_TOKEN)) {
      throw UsageProblems.invalidOption("GMAIL_LABELS_ACCESS_TOKEN", "is not an access token");
    }
    return new Session(
        accessToken,
        refusal -> {
          throw SignInProblems.environmentTokenRefused(refusal.words(), host);
        });
  }

  @Override
  public void initialize(HttpRequest request) {
    request.getHeaders().setAuthorization("Bearer " + accessToken);
    request.setUnsuccessfulResponseHandler(this);
    // The library would follow the redirects in the parts of a batch.
    request.setFollowRedirects(false);
  }

  /** A second 401 is left to the code that made the request. */
  @Override
  public boolean handleResponse(HttpRequest request, HttpResponse response, boolean supportsRetry)
      throws IOException {
    if (response.getStatusCode() != 401 || isRenewed) {
      return false;
    }
    isRenewed = true;
    accessToken =
        renewal.apply(ErrorResponse.parse(401, response.parseAsString(), Optional.empty()));
    initialize(request);
    return true;
  }
}
