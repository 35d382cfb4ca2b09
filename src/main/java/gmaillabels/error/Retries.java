package gmaillabels.error;

/**
 * How a request that failed for now was sent again: how often it was sent in all, and the pause in
 * seconds that was asked for and was too long to wait, or 0.
 */
public record Retries(int attempts, long pause) {
  public static final Retries NONE = new Retries(1, 0);

  /** The end of a sentence. */
  @Override
  public String toString() {
    String times = attempts > 1 ? ", after " + attempts + " attempts" : "";
    return pause > 0 ? times + "; a pause of " + pause + " s is asked for" : times;
  }

  Hint hint() {
    return c -> pause > 0 ? "Try again in " + pause + " s." : "Try again later.";
  }
}
