package io.espalier.template;

import io.espalier.model.Value;
import io.espalier.rule.Comparison;

/** One test that a merge language may be able to say. */
public sealed interface MergeTest {

  Field field();

  /** The synced flag (a text, {@code yes} or {@code no}) is {@code yes}. Every language says it. */
  record Flag(Field field) implements MergeTest {}

  /**
   * The synced text, of a closed set of a letter and a number each, is this. Every language says
   * it.
   */
  record Word(Field field, String word) implements MergeTest {}

  /** The field has a value. */
  record Exists(Field field) implements MergeTest {}

  /**
   * The synced instant, a text in the language's {@link ClockForm}, is there, and is yet to come
   * or, without {@code before}, has come. Asked only of a language that has such a form.
   */
  record Due(Field field, boolean before) implements MergeTest {}

  /**
   * A comparison of a field with a constant of its type; false where the field is missing, whatever
   * the comparison.
   *
   * @param exact text compares case-sensitively
   */
  record Compare(Field field, Comparison comparison, Value value, boolean exact)
      implements MergeTest {}
}
