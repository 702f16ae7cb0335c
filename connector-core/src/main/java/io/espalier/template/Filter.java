package io.espalier.template;

import io.espalier.model.ValueType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One step of {@code {{ spent | number: "0.00" }}}. What {@code default} and {@code url} say is the
 * output's fallback and context, not a filter.
 *
 * @param argument the pattern of {@code number} and {@code date}; else empty
 */
public record Filter(Kind kind, String argument) {

  /** What a filter does; every one yields a text. */
  public enum Kind {
    /**
     * A pattern of {@link java.text.DecimalFormat} with the symbols of {@link Locale#ROOT}; halves
     * are rounded up, away from zero.
     */
    NUMBER(true, EnumSet.of(ValueType.NUMBER)),
    /**
     * A pattern of {@link java.time.format.DateTimeFormatter} in English, in the project's zone.
     */
    DATE(true, EnumSet.of(ValueType.DATE, ValueType.DATETIME)),
    UPPER(false, EnumSet.of(ValueType.TEXT)),
    LOWER(false, EnumSet.of(ValueType.TEXT));

    private final boolean takesPattern;
    private final Set<ValueType> types;

    Kind(boolean takesPattern, Set<ValueType> types) {
      this.takesPattern = takesPattern;
      this.types = types;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public boolean takesPattern() {
      return takesPattern;
    }

    /** The types of attribute that it can be applied to. */
    public Set<ValueType> types() {
      return types;
    }

    public static Optional<Kind> of(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /** As the author writes it. */
  @Override
  public String toString() {
    return kind.takesPattern() ? kind.word() + ": \"" + argument + "\"" : kind.word();
  }
}
