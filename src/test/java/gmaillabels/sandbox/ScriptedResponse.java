package gmaillabels.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the sandbox sends in place of the truthful response. Give it to {@link
 * SandboxGoogle#respondNext} or {@link SandboxGoogle#respondAlways}.
 */
public interface ScriptedResponse {
  /** From the truthful response, which takes effect when it is asked for. */
  Response respond(Supplier<Response> real);

  /** The truthful response; useful between others, or with a header or a delay. */
  static ScriptedResponse real() {
    return Supplier::get;
  }

  /** This status; from 400 on with the JSON that Google's APIs send along with it. */
  static ScriptedResponse status(int status) {
    return status < 400
        ? body(status, "", "")
        : error(status, status < 500 ? "badRequest" : "backendError", "Error " + status);
  }

  /** An error of the Gmail API, as in {@code error(403, "rateLimitExceeded", "Slow down")}. */
  static ScriptedResponse error(int status, String reason, String message) {
    return real -> Response.apiError(status, reason, message);
  }

  /** An error of the token or revoke endpoint, as in {@code invalid_grant}. */
  static ScriptedResponse oauthError(int status, String error, String description) {
    return real -> Response.oauthError(status, error, description);
  }

  /** Exactly this body, as JSON. */
  static ScriptedResponse json(int status, String body) {
    return body(status, "application/json", body);
  }

  /** Exactly this body. */
  static ScriptedResponse body(int status, String contentType, String body) {
    return real -> Response.of(status, contentType, body);
  }

  /**
   * Closes the connection before any response; the request has no effect.
   *
   * <p>{@code HttpURLConnection} silently repeats a request once when this happens.
   */
  static ScriptedResponse cut() {
    return real -> Response.NONE;
  }

  /** The truthful response, of which only this many bytes of the body arrive; it takes effect. */
  static ScriptedResponse cutAfter(int bytes) {
    return real().map(response -> response.cutAfter(bytes));
  }

  /** What is chosen when the request is there. */
  static ScriptedResponse chosen(Supplier<ScriptedResponse> choice) {
    return real -> choice.get().respond(real);
  }

  /** No response, on an open connection, until the sandbox is closed. */
  static ScriptedResponse hang() {
    return cut().delay(Duration.ofDays(365));
  }

  /** The truthful response to a batch, with its parts in another order, or fewer of them. */
  static ScriptedResponse parts(UnaryOperator<List<String>> change) {
    return real().map(response -> Batch.withParts(response, change));
  }

  /** The same with a header; it replaces one of the same name. */
  default ScriptedResponse header(String name, String value) {
    return map(response -> response.with(name, value));
  }

  /** The same after a pause, which ends early when the sandbox is closed. */
  default ScriptedResponse delay(Duration pause) {
    return map(response -> response.delayed(pause));
  }

  /** The same after something else has happened on the machine of the program. */
  default ScriptedResponse after(Runnable event) {
    return real -> {
      event.run();
      return respond(real);
    };
  }

  private ScriptedResponse map(UnaryOperator<Response> change) {
    return real -> change.apply(respond(real));
  }
}
