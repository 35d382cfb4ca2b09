package gmaillabels.error;

/**
 * A text that is no value of its kind. The message is what the name of the value is followed by.
 */
public final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidValueException(String whatIsWrong) {
    super(whatIsWrong);
  }
}
