package gmaillabels.error;

/** A value is invalid. The message is the end of a sentence, as in "is not an https address". */
public final class InvalidValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidValueException(String whatIsWrong) {
    super(whatIsWrong);
  }
}
