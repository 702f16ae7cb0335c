package io.espalier.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value of one attribute, already normalised.
 *
 * <p>{@link Nothing} says "clear it". A value that is absent from a map says "leave it". There is
 * no null and no empty text: {@link #text} turns those into {@link Nothing}.
 */
public sealed interface Value {

  /** Digits kept after the decimal point; more are rounded half-even, once, at ingest. */
  int SCALE = 9;

  /** The one missing value. */
  Nothing NOTHING = new Nothing();

  record Text(String text) implements Value {
    public Text {
      if (text.isBlank()) {
        throw new IllegalArgumentException("blank text is Nothing; use Value.text");
      }
    }
  }

  /** A decimal without trailing zeros, so that equal numbers are equal records. */
  record Number(BigDecimal number) implements Value {
    public Number {
      number = normal(number);
    }

    private static BigDecimal normal(BigDecimal number) {
      BigDecimal scaled =
          number.scale() > SCALE ? number.setScale(SCALE, RoundingMode.HALF_EVEN) : number;
      BigDecimal stripped = scaled.stripTrailingZeros();
      return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
  }

  record Flag(boolean flag) implements Value {}

  record Day(LocalDate day) implements Value {}

  /** An instant to the microsecond, as the store keeps it; what is finer is cut off. */
  record Moment(Instant moment) implements Value {
    public Moment {
      moment = moment.truncatedTo(ChronoUnit.MICROS);
    }
  }

  record TextList(List<String> texts) implements Value {
    public TextList {
      texts = List.copyOf(texts);
    }
  }

  record Nothing() implements Value {}

  /** A text, stripped; {@link #NOTHING} where it is null, empty or only white space. */
  static Value text(@Nullable String text) {
    return text == null || text.isBlank() ? NOTHING : new Text(text.strip());
  }

  static Value number(String digits) {
    return new Number(new BigDecimal(digits));
  }

  static Value number(long number) {
    return new Number(BigDecimal.valueOf(number));
  }

  static Value flag(boolean flag) {
    return new Flag(flag);
  }

  /** A list of texts; an empty list is {@link #NOTHING}. */
  static Value list(List<String> texts) {
    return texts.isEmpty() ? NOTHING : new TextList(texts);
  }

  /** True for everything but {@link Nothing}. */
  default boolean exists() {
    return !(this instanceof Nothing);
  }

  /**
   * The neutral text of a value: plain decimal digits, {@code true}/{@code false}, ISO dates, a
   * list joined by commas; empty for {@link Nothing}.
   */
  default String plain() {
    if (this instanceof Text t) {
      return t.text();
    } else if (this instanceof Number n) {
      return n.number().toPlainString();
    } else if (this instanceof Flag f) {
      return Boolean.toString(f.flag());
    } else if (this instanceof Day d) {
      return d.day().toString();
    } else if (this instanceof Moment m) {
      return m.moment().toString();
    } else if (this instanceof TextList l) {
      return String.join(",", l.texts());
    }
    return "";
  }
}
