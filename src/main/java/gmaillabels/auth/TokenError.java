package gmaillabels.auth;

import com.google.api.client.http.HttpResponseException;
import gmaillabels.error.CliException;
import gmaillabels.error.Problem;
import java.util.Optional;

/**
 * What the token endpoint refused with (RFC 6749, 5.2), dug out of the several exceptions that
 * Google's libraries wrap it in.
 *
 * @param name the error of the RFC, or empty if the response was not one of the endpoint's
 * @param status the HTTP status, or 0 if there was none
 */
record TokenError(String name, int status, Throwable cause) {
  /**
   * Finds the error.
   *
   * @throws CliException if one of ours is inside
   */
  static TokenError of(Exception exception) {
    for (Throwable e = exception; e != null; e = e.getCause()) {
      if (e instanceof CliException failure) {
        throw failure;
      }
      if (e instanceof HttpResponseException refused) {
        Optional<String> name =
            JsonFile.parse(String.valueOf(refused.getContent()))
                .flatMap(json -> JsonFile.text(json, "error"));
        return new TokenError(name.orElse(""), refused.getStatusCode(), e);
      }
    }
    return new TokenError("", 0, exception);
  }

  /** Whether the code or the refresh token is not, or no longer, good. */
  boolean isInvalidGrant() {
    return name.equals("invalid_grant");
  }

  /** What every other error means for the user. */
  CliException toException(String host, Optional<ClientSecrets> client) {
    boolean unknown = status == 401 || name.matches("invalid_client|unauthorized_client");
    if (unknown && client.isPresent()) {
      return Problem.INVALID_CLIENT.with(host, client.get().file());
    }
    if (!name.isEmpty()) {
      return Problem.OTHER_REFUSAL.with(status, name, host);
    }
    String what = status == 0 ? "no tokens in it" : "status %d without a reason".formatted(status);
    return Problem.UNEXPECTED_RESPONSE.because(cause, what, host);
  }
}
