package gmaillabels.sandbox;

import java.util.regex.Pattern;

/** What a request is for. A request that fits nothing else is {@link #OTHER}. */
public enum Endpoint {
  /** The consent screen; its Allow and Deny links are {@link #OTHER}. */
  AUTHORIZE("GET", "/o/oauth2/v2/auth"),
  /** Trades a code or a refresh token for an access token. */
  TOKEN("POST", "/token"),
  REVOKE("POST", "/revoke"),
  LIST("GET", "/gmail/v1/users/me/labels"),
  /** {@code users.labels.get}, alone or as a part of a batch. */
  GET("GET", "/gmail/v1/users/me/labels/[^/]+"),
  PROFILE("GET", "/gmail/v1/users/me/profile"),
  /** Many requests in one; Google's generated clients use the short form of the path. */
  BATCH("POST", "/batch(/gmail/v1)?"),
  /** Anything else, which is not found unless it is a link on the consent screen. */
  OTHER(".*", ".*");

  private final Pattern requestLine;

  Endpoint(String method, String path) {
    requestLine = Pattern.compile(method + " " + path);
  }

  static Endpoint of(String method, String path) {
    String requestLine = method + " " + path;
    for (Endpoint endpoint : values()) {
      if (endpoint.requestLine.matcher(requestLine).matches()) {
        return endpoint;
      }
    }
    return OTHER;
  }
}
