package io.espalier.sync.deliver;

/** A target could not be written; what it held before is unchanged. */
public final class DeliveryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String mend;

  DeliveryException(String message, String mend) {
    super(message);
    this.mend = mend;
  }

  DeliveryException(String message, String mend, Throwable cause) {
    super(message, cause);
    this.mend = mend;
  }

  /** What to do about it. */
  public String mend() {
    return mend;
  }
}
