package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the sandbox does with a request instead of answering it truthfully. Give it to {@link
 * SandboxGoogle#answerNext} or {@link SandboxGoogle#answerAlways}.
 */
public final class Answer {

  enum Kind {
    REAL,
    FIXED,
    HUGE,
    CUT,
    CUT_AFTER,
    HANG
  }

  private final Kind kind;
  private final Response response;
  private final long bytes;
  private final Map<String, String> headers;
  private final Duration delay;

  private Answer(
      Kind kind, Response response, long bytes, Map<String, String> headers, Duration delay) {
    this.kind = kind;
    this.response = response;
    this.bytes = bytes;
    this.headers = headers;
    this.delay = delay;
  }

  private static Answer of(Kind kind, long bytes) {
    return new Answer(kind, null, bytes, Map.of(), Duration.ZERO);
  }

  private static Answer of(Response response) {
    return new Answer(Kind.FIXED, response, 0, Map.of(), Duration.ZERO);
  }

  /** The truthful answer; useful between others, or with a header or a delay. */
  public static Answer real() {
    return of(Kind.REAL, 0);
  }

  /** This status; from 400 on with the JSON that Google's APIs send along with it. */
  public static Answer status(int status) {
    return of(status < 400 ? new Response(status, Map.of(), new byte[0]) : GoogleError.of(status));
  }

  /** An error of the Gmail API, as in {@code error(403, "rateLimitExceeded", "Slow down")}. */
  public static Answer error(int status, String reason, String message) {
    return of(GoogleError.of(status, reason, message));
  }

  /** An error of the token or revoke endpoint, as in {@code invalid_grant}. */
  public static Answer oauthError(int status, String error, String description) {
    return of(GoogleError.oauth(status, error, description));
  }

  /** Exactly this body. */
  public static Answer body(int status, String contentType, String body) {
    return body(status, contentType, body.getBytes(UTF_8));
  }

  /** Exactly these bytes. */
  public static Answer body(int status, String contentType, byte[] body) {
    return of(Response.of(status, contentType, body.clone()));
  }

  /**
   * A valid list of labels that is this many bytes long, nearly all of them one label's name. It is
   * sent in chunks of no announced total, and never held in memory.
   */
  public static Answer huge(long bytes) {
    return of(Kind.HUGE, bytes);
  }

  /**
   * Closes the connection before any answer; the request has no effect.
   *
   * <p>{@code HttpURLConnection} silently repeats a request once when this happens.
   */
  public static Answer cut() {
    return of(Kind.CUT, 0);
  }

  /** The truthful answer, of which only this many bytes of the body arrive; it takes effect. */
  public static Answer cutAfter(int bytes) {
    return of(Kind.CUT_AFTER, bytes);
  }

  /** No answer, on an open connection, until the sandbox is closed. */
  public static Answer hang() {
    return of(Kind.HANG, 0);
  }

  /** The same with a header; it replaces one of the same name. */
  public Answer header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Answer(kind, response, bytes, more, delay);
  }

  /** The same after a pause, which ends early when the sandbox is closed. */
  public Answer delay(Duration pause) {
    return new Answer(kind, response, bytes, headers, pause);
  }

  Kind kind() {
    return kind;
  }

  /** The answer of the kind FIXED. */
  Response response() {
    return response;
  }

  /** The size that goes with the kinds HUGE and CUT_AFTER. */
  long bytes() {
    return bytes;
  }

  Map<String, String> headers() {
    return headers;
  }

  Duration pause() {
    return delay;
  }
}
