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
 * @param argument as {@link Kind} says; empty where it takes none
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
    /**
     * A currency's code of ISO 4217, and a language where it is not English: {@code "EUR"}, {@code
     * "EUR de-DE"}.
     */
    CURRENCY(true, EnumSet.of(ValueType.NUMBER)),
    UPPER(false, EnumSet.of(ValueType.TEXT)),
    LOWER(false, EnumSet.of(ValueType.TEXT)),
    /** The first letter of each word large, the others small. */
    TITLE(false, EnumSet.of(ValueType.TEXT)),
    /** At most so many characters, the {@code …} that stands for the rest included. */
    TRUNCATE(true, EnumSet.of(ValueType.TEXT)),
    /** The items of a list, this text between them. */
    JOIN(true, EnumSet.of(ValueType.LIST)),
    /** One item of a list, counted from 1; missing beyond its end. */
    ITEM(true, EnumSet.of(ValueType.LIST)),
    /** Harmless inside a JSON string; for languages without it, nobody writes it. */
    JSON(false, EnumSet.of(ValueType.TEXT)),
    /** Encoded as a part of a URL; for languages that cannot exactly, nobody writes it. */
    PATH(false, EnumSet.of(ValueType.TEXT));

    private final boolean takesArgument;
    private final Set<ValueType> types;

    Kind(boolean takesArgument, Set<ValueType> types) {
      this.takesArgument = takesArgument;
      this.types = types;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** True where an author writes it; the others are ours. */
    public boolean isWritten() {
      return this != JSON && this != PATH;
    }

    public boolean takesArgument() {
      return takesArgument;
    }

    /** The types of value that it can be applied to. */
    public Set<ValueType> types() {
      return types;
    }

    public static Optional<Kind> of(String word) {
      for (Kind kind : values()) {
        if (kind.isWritten() && kind.word().equals(word)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /** As the author writes it. */
  @Override
  public String toString() {
    return kind.takesArgument() ? kind.word() + ": \"" + argument + "\"" : kind.word();
  }
}
