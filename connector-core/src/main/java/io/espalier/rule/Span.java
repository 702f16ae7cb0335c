package io.espalier.rule;

/**
 * Where in a rule's text a node stands: {@code [start, end)} in UTF-16 units.
 *
 * <p>All spans are equal to each other on purpose: two rules are the same rule wherever they were
 * written, and the round trip {@code parse(print(rule)).equals(rule)} is a law.
 */
public record Span(int start, int end) {
  /** The place of a node that no text stands behind. */
  public static final Span NONE = new Span(0, 0);

  @Override
  public boolean equals(Object other) {
    return other instanceof Span;
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
