package io.espalier.model;

import java.util.Locale;
import java.util.Optional;

/** The type of an attribute or of an event's property. There is no implicit conversion. */
public enum ValueType {
  TEXT,
  /** A decimal, never a float: at most 29 digits before and 9 after the point. */
  NUMBER,
  BOOL,
  DATE,
  DATETIME,
  /** A list of texts. */
  LIST;

  /** The word used in project files and messages: {@code text}, {@code number} … */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type that a project file's word names; empty for an unknown word. */
  public static Optional<ValueType> of(String word) {
    for (ValueType type : values()) {
      if (type.word().equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
