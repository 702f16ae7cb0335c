package io.espalier.rule;

import io.espalier.model.Cased;
import io.espalier.model.Value;

/** The order of values of one type. */
public final class ValueOrder {
  private ValueOrder() {}

  /** The form in which a text is compared. */
  public static String form(String text, boolean exact) {
    return exact ? Cased.nfc(text) : Cased.fold(text);
  }

  /**
   * @throws IllegalArgumentException for values of two types, or lists
   */
  public static int compare(Value left, Value right, boolean exact) {
    if (left instanceof Value.Text a && right instanceof Value.Text b) {
      return Cased.compare(form(a.text(), exact), form(b.text(), exact));
    } else if (left instanceof Value.Number a && right instanceof Value.Number b) {
      return a.number().compareTo(b.number());
    } else if (left instanceof Value.Flag a && right instanceof Value.Flag b) {
      return Boolean.compare(a.flag(), b.flag());
    } else if (left instanceof Value.Day a && right instanceof Value.Day b) {
      return a.day().compareTo(b.day());
    } else if (left instanceof Value.Moment a && right instanceof Value.Moment b) {
      return a.moment().compareTo(b.moment());
    }
    throw new IllegalArgumentException(
        left.getClass().getSimpleName()
            + " and "
            + right.getClass().getSimpleName()
            + " do not compare: the rule was not checked");
  }
}
