package gmaillabels.http;

/** Whether another attempt can help. */
public enum Retry {
  NEVER,
  LATER,
  /** And the server cannot have seen the request. */
  UNSENT,
  /** When the limit, which is for each minute, has passed. */
  RATE_LIMIT
}
