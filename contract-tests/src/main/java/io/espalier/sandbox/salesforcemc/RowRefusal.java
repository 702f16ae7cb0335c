package io.espalier.sandbox.salesforcemc;

import java.util.List;

/** Why one row of a data extension was refused: KeyErrors and ValueErrors of its result. */
final class RowRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> keys;
  private final transient List<Problem> values;

  RowRefusal(String message, List<Problem> keys, List<Problem> values) {
    super(message, null, false, false);
    this.keys = List.copyOf(keys);
    this.values = List.copyOf(values);
  }

  String text() {
    return String.valueOf(getMessage());
  }

  List<Problem> keys() {
    return keys;
  }

  List<Problem> values() {
    return values;
  }
}
