package io.espalier.rule;

import java.util.Locale;

/** Tests of a text. */
public enum TextOperator {
  CONTAINS,
  STARTS_WITH,
  ENDS_WITH,
  MATCHES;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
