package io.espalier.rule;

import java.util.List;

/**
 * A part of a structured document, as a YAML or JSON reader gives it: what a rule's second written
 * form is made of. Spans are offsets in the document's text, so that {@link Origin#of} of the whole
 * document shows every place.
 */
public sealed interface RuleTree {

  Span span();

  /**
   * One value.
   *
   * @param quoted a quoted value is always a text; a plain one may be a number, a date, {@code now}
   */
  record Scalar(String text, boolean quoted, Span span) implements RuleTree {}

  record Items(List<RuleTree> items, Span span) implements RuleTree {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** {@code key: value} pairs in the order written; a key may stand twice, and is then refused. */
  record Entries(List<Entry> entries, Span span) implements RuleTree {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  record Entry(Scalar key, RuleTree value) {}
}
