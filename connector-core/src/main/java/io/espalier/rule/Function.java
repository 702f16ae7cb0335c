package io.espalier.rule;

import java.util.Locale;
import java.util.Optional;

/** What an aggregate does with a person's events. */
public enum Function {
  COUNT,
  SUM,
  AVG,
  MIN,
  MAX,
  /** The property of the earliest event; of events of one instant, the least id. */
  FIRST,
  /** The property of the latest event; of events of one instant, the greatest id. */
  LAST,
  DISTINCT,
  /** The commonest value; of equally common ones the first in the alphabet. */
  MOST_FREQUENT,
  DAYS_SINCE_LAST;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Function> of(String word) {
    for (Function function : values()) {
      if (function.word().equals(word)) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }
}
