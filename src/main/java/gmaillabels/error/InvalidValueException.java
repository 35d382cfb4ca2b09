package gmaillabels.error;

/** A value that is none of its kind. The message says why, as in "is not an https address". */
public final class InvalidValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidValueException(String whatIsWrong) {
    super(whatIsWrong);
  }
}
