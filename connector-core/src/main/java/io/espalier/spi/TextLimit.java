package io.espalier.spi;

/**
 * The longest text that a field of an ESP takes. Whoever has a longer one is refused there.
 *
 * @param most the length that still fits
 */
public record TextLimit(int most, Unit unit) {

  /** What a vendor counts. */
  public enum Unit {
    /** Of UTF-8. */
    BYTES,
    /** Of UTF-16, two for what lies beyond the first plane. */
    CHARACTERS
  }
}
