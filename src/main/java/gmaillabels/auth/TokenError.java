package gmaillabels.auth;

import com.google.api.client.http.HttpResponseException;
import gmaillabels.failure.Failure;
import java.util.Map;

/**
 * What the token endpoint refused with (RFC 6749, 5.2), dug out of the several exceptions that
 * Google's libraries wrap it in.
 *
 * @param name the error of the RFC, or empty if the answer was not one of the endpoint's
 * @param status the HTTP status, or 0 if there was none
 */
record TokenError(ClientSecrets client, String name, int status, Throwable cause) {

  static TokenError of(Exception exception, ClientSecrets client) {
    for (Throwable e = exception; e != null; e = e.getCause()) {
      if (e instanceof Failure failure) {
        throw failure;
      }
      if (e instanceof HttpResponseException refused) {
        return new TokenError(client, name(refused.getContent()), refused.getStatusCode(), e);
      }
    }
    return new TokenError(client, "", 0, exception);
  }

  private static String name(String body) {
    try {
      Map<String, Object> json = JsonFile.parse(String.valueOf(body));
      String name = JsonFile.text(json, "error");
      return name == null ? "" : name;
    } catch (JsonFile.NotJsonException e) {
      return "";
    }
  }

  /** Whether the code or the refresh token is not, or no longer, good. */
  boolean isInvalidGrant() {
    return name.equals("invalid_grant");
  }

  /** The failure for every error that has the same meaning for codes and for refresh tokens. */
  Failure toFailure() {
    String host = client.tokenUri().getHost();
    // With 401 the JDK drops the body of an answer to a POST, and with it the error's name.
    if (status == 401 || name.equals("invalid_client") || name.equals("unauthorized_client")) {
      return Failure.clientRefused(client.file(), host);
    }
    return name.isEmpty()
        ? Failure.notGoogle(
            host, status == 0 ? "no tokens in it" : "status %d without a reason".formatted(status))
        : Failure.refused(host, status, name);
  }
}
