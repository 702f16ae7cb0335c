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

  /** Of a row that was on its way when a process died, and is not to be found at the ESP. */
  Unknown NOT_FOUND =
      new Unknown(
          new Failure(
              FailureKind.TRANSIENT,
              "a run ended while this was on its way, and the ESP does not show it",
              "it is sent again by the next run"));
}
