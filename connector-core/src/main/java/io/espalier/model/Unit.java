package io.espalier.model;

import java.util.Optional;

/**
 * What a number counts, as declared: {@code percent} (50 is a half), {@code share} (0.5 is a half),
 * {@code days}, {@code hours}, {@code EUR}, or {@code EUR minor} for whole cents.
 *
 * @param word as declared
 */
public record Unit(Kind kind, String word) {

  /** What a unit's numbers look like. */
  public enum Kind {
    PERCENT,
    SHARE,
    DAYS,
    HOURS,
    MONEY,
    MINOR_MONEY
  }

  /** Empty for a word that is no unit. */
  public static Optional<Unit> of(String word) {
    Kind kind =
        switch (word) {
          case "percent" -> Kind.PERCENT;
          case "share" -> Kind.SHARE;
          case "days" -> Kind.DAYS;
          case "hours" -> Kind.HOURS;
          default ->
              word.matches("[A-Z]{3} minor")
                  ? Kind.MINOR_MONEY
                  : word.matches("[A-Z]{3}") ? Kind.MONEY : null;
        };
    return Optional.ofNullable(kind).map(k -> new Unit(k, word));
  }
}
