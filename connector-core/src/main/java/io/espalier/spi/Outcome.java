package io.espalier.spi;

/** What became of one change. Accepted is not applied. */
public sealed interface Outcome {

  /**
   * The ESP confirmed it.
   *
   * @param reference the ESP's own id of what was made or found; empty where it has none
   */
  record Applied(String reference) implements Outcome {}

  /** Accepted; ask {@link Connector#poll} what became of it. */
  record Pending(Job job) implements Outcome {}

  /** Refused, for this row. */
  record Rejected(Failure failure) implements Outcome {}

  /** Nobody can tell: it will be read back or sent again. */
  record Unknown(Failure failure) implements Outcome {}

  Applied APPLIED = new Applied("");
}
