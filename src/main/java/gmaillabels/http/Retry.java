package gmaillabels.http;

/** Whether another attempt can help. Of several failures, the first in this order counts. */
public enum Retry {
  NEVER,
  LATER,
  /** Later; and the request was not sent. */
  UNSENT,
  /** After the minute for which the limit holds. */
  RATE_LIMIT
}
