package io.espalier.sandbox.salesforcemc;

/** Why one object of a SOAP request was refused: the result row's ErrorCode and StatusMessage. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  Refusal(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The StatusMessage. */
  String text() {
    return String.valueOf(getMessage());
  }
}
