package io.espalier.sandbox;

import java.time.Duration;
import java.util.Map;

/** What may go wrong with one request on its way to a sandbox and back. */
public sealed interface Fault {

  /** Nothing. */
  record None() implements Fault {}

  /**
   * The ESP does not do what it was asked to, and says so in its own form of error.
   *
   * @param headers beside those of the ESP's form, e.g. {@code Retry-After}
   */
  record Refusal(int status, Map<String, String> headers) implements Fault {
    public Refusal {
      headers = Map.copyOf(headers);
    }
  }

  /** Something before the ESP answers, e.g. an edge with a page in HTML; the ESP is not asked. */
  record Edge(Reply reply) implements Fault {}

  /** The ESP does as it was asked; its answer breaks off in the middle. */
  record Cut() implements Fault {}

  /** The ESP does as it was asked, and answers after a while. */
  record Slow(Duration pause) implements Fault {}

  /** The ESP does as it was asked; the connection is reset instead of an answer. */
  record Reset() implements Fault {}

  /** The connection is reset before the ESP was asked. */
  record Drop() implements Fault {}

  /** The request arrives twice; the answer is the second one's. A webhook is delivered twice. */
  record Twice() implements Fault {}

  /** After this answer somebody else changes the account, so that the next page is another. */
  record Shift() implements Fault {}

  Fault NONE = new None();
}
