package io.espalier.rule;

import io.espalier.model.Value;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** Which number of a value is meant. */
public enum PartKind {
  /** How many texts a list has; 0 where there is no list. */
  SIZE,
  YEAR,
  /** From 1 to 12. */
  MONTH,
  /** Of the month, from 1 to 31. */
  DAY,
  /** From 1, a Monday, to 7, a Sunday. */
  WEEKDAY;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The key of the YAML form: not the word itself, which may be a property's name. */
  String key() {
    return word() + "_of";
  }

  static Optional<PartKind> of(String word) {
    for (PartKind kind : values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  static Optional<PartKind> ofKey(String key) {
    return key.endsWith("_of") ? of(key.substring(0, key.length() - 3)) : Optional.empty();
  }

  /** The part of a value; missing where the value is, but for {@link #SIZE}. */
  Value of(Value value, LocalDays days) {
    if (this == SIZE) {
      return Value.number(value instanceof Value.TextList list ? list.texts().size() : 0);
    } else if (!value.exists()) {
      return Value.NOTHING;
    }
    LocalDate day =
        value instanceof Value.Moment instant
            ? days.day(instant.moment())
            : ((Value.Day) value).day();
    return Value.number(
        switch (this) {
          case YEAR -> day.getYear();
          case MONTH -> day.getMonthValue();
          case DAY -> day.getDayOfMonth();
          case WEEKDAY -> day.getDayOfWeek().getValue();
          case SIZE -> throw new IllegalStateException();
        });
  }
}
