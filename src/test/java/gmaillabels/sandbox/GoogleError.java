package gmaillabels.sandbox;

import com.google.gson.JsonObject;
import java.util.List;

/** The error answers of Google's APIs and of its OAuth endpoints. */
final class GoogleError {

  private GoogleError() {}

  /** What an API usually says along with this code. */
  static Response of(int code) {
    return switch (code) {
      case 400 -> of(code, "badRequest", "Request contains an invalid argument.");
      case 401 -> invalidCredentials();
      case 403 -> of(code, "forbidden", "The caller does not have permission");
      case 404 -> of(code, "notFound", "Requested entity was not found.");
      case 429 -> of(code, "rateLimitExceeded", "Resource has been exhausted (e.g. check quota).");
      case 500 -> of(code, "backendError", "Internal error encountered.");
      case 503 -> of(code, "backendError", "The service is currently unavailable.");
      case 504 -> of(code, "backendError", "Deadline expired before operation could complete.");
      default -> of(code, code < 500 ? "badRequest" : "backendError", "Error " + code);
    };
  }

  static Response of(int code, String reason, String message) {
    return api(code, message, error(message, reason), null);
  }

  static Response invalidCredentials() {
    return unauthenticated(
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
            + " cookie or other valid authentication credential.",
        error("Invalid Credentials", "authError"));
  }

  static Response missingCredentials() {
    return unauthenticated(
        "Request is missing required authentication credential. Expected OAuth 2 access token,"
            + " login cookie or other valid authentication credential.",
        error("Login Required.", "required"));
  }

  static Response insufficientScope(String method) {
    JsonObject info =
        Json.object(
            "@type", "type.googleapis.com/google.rpc.ErrorInfo",
            "reason", "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "domain", "googleapis.com",
            "metadata", Json.object("service", "gmail.googleapis.com", "method", method));
    return api(
            403,
            "Request had insufficient authentication scopes.",
            error("Insufficient Permission", "insufficientPermissions"),
            info)
        .with(
            "WWW-Authenticate",
            "Bearer realm=\"https://accounts.google.com/\", error=\"insufficient_scope\"");
  }

  static Response unknownField(String fields, String path) {
    JsonObject violation =
        Json.object(
            "field",
            fields,
            "description",
            "Error expanding 'fields' parameter. Cannot find matching fields for path '%s'."
                .formatted(path));
    JsonObject details =
        Json.object(
            "@type",
            "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations",
            List.of(violation));
    String message = "Request contains an invalid argument.";
    return api(400, message, error("Invalid field selection " + path, "invalidParameter"), details);
  }

  static Response oauth(int status, String error, String description) {
    return Response.json(status, Json.object("error", error, "error_description", description));
  }

  private static Response unauthenticated(String message, JsonObject error) {
    error.addProperty("location", "Authorization");
    error.addProperty("locationType", "header");
    return api(
            401,
            message + " See https://developers.google.com/identity/sign-in/web/devconsole-project.",
            error,
            null)
        .with(
            "WWW-Authenticate",
            "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"");
  }

  private static JsonObject error(String message, String reason) {
    return Json.object("message", message, "domain", "global", "reason", reason);
  }

  private static Response api(int code, String message, JsonObject error, JsonObject details) {
    JsonObject body =
        Json.object(
            "code",
            code,
            "message",
            message,
            "errors",
            List.of(error),
            "status",
            status(code),
            "details",
            details == null ? null : List.of(details));
    return Response.json(code, Json.object("error", body));
  }

  private static String status(int code) {
    return switch (code) {
      case 400 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 500 -> "INTERNAL";
      case 503 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> "UNKNOWN";
    };
  }
}
