package gmaillabels.error;

/**
 * How often a failed request was sent, and the pause in seconds that the server asked for if that
 * was too long to wait, else 0.
 */
public record Retries(int attempts, long pause) {
  public static final Retries NONE = new Retries(1, 0);

  /** The end of a message, as in ", after 5 attempts". */
  @Override
  public String toString() {
    String times = attempts > 1 ? ", after " + attempts + " attempts" : "";
    return pause > 0 ? times + "; the server asks for a pause of " + pause + " s" : times;
  }

  Hint hint() {
    return c -> pause > 0 ? "Try again in " + pause + " s." : "Try again later.";
  }
}
