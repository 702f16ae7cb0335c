package io.espalier.spi;

/** A failure of a whole call, not of a row. Its message holds no secret and no clear address. */
public final class EspException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public EspException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public EspException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  public static EspException auth(String message, String mend) {
    return new EspException(new Failure(FailureKind.AUTH, message, mend));
  }

  public Failure failure() {
    return failure;
  }
}
