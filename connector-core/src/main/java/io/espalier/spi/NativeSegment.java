package io.espalier.spi;

/**
 * A segment in an ESP's own terms: the ESP decides who is in it.
 *
 * @param text the definition, as the ESP takes it; what only the account knows, e.g. the id of a
 *     list, stands in it under our name, and the connector puts it in
 * @param byHand how a person puts it into the ESP, where no documented call does; empty where the
 *     connector does it
 */
public record NativeSegment(String text, String byHand) {

  /** True where {@link Change.DefineNative} makes it. */
  public boolean isSent() {
    return byHand.isEmpty();
  }
}
