package gmaillabels.auth;

import com.google.api.client.http.HttpResponseException;
import gmaillabels.error.CliException;
import gmaillabels.error.Problem;

/**
 * What the token endpoint refused with (RFC 6749, 5.2), dug out of the libraries' exceptions: the
 * name is empty if the response was not the endpoint's, the status 0 if there was no response.
 */
record TokenError(String name, int status, Throwable cause) {
  static TokenError of(Exception exception) {
    for (Throwable e = exception; e != null; e = e.getCause()) {
      if (e instanceof HttpResponseException refused) {
        String name =
            JsonFile.parse(String.valueOf(refused.getContent()))
                .flatMap(json -> JsonFile.text(json, "error"))
                .orElse("");
        return new TokenError(name, refused.getStatusCode(), e);
      }
    }
    return new TokenError("", 0, exception);
  }

  /** What it means for the user where nothing better is known. */
  CliException toException(String host) {
    if (cause instanceof CliException failure) {
      return failure;
    }
    if (!name.isEmpty()) {
      return Problem.OTHER_REFUSAL.with(status, name, host);
    }
    String what = status == 0 ? "no tokens in it" : "status %d without a reason".formatted(status);
    return Problem.UNEXPECTED_RESPONSE.because(cause, what, host);
  }
}
