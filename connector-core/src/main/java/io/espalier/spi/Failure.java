package io.espalier.spi;

/**
 * Why something failed.
 *
 * @param message in plain words; no secret, no clear address
 * @param mend what to do; may be empty
 */
public record Failure(FailureKind kind, String message, String mend) {
  public static Failure of(FailureKind kind, String message) {
    return new Failure(kind, message, "");
  }
}
