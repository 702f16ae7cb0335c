package io.espalier.rule;

import java.util.Locale;

/** Tests of a list. */
public enum ListOperator {
  HAS_ANY,
  HAS_ALL,
  HAS_NONE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
