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
 * The access to Gmail of one run: puts the access token into each request, and if Gmail refuses it,
 * fetches a new one, once. The library's {@code HttpCredentialsAdapter} would do so ten times, and
 * hide the reason if it fails.
 */
public final class Session implements HttpRequestInitializer, HttpUnsuccessfulResponseHandler {
  /** The characters that a header can hold. */
  static final String ACCESS_TOKEN = "[!-~]+";

  private String accessToken;

  /** Fetches a new access token after a refusal, or throws the problem that ends the run. */
  private final Function<ErrorResponse, String> renewal;

  private boolean isRenewed;

  public Session(String accessToken, Function<ErrorResponse, String> renewal) {
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

  /** Leaves a second 401 to the code that made the request. */
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
