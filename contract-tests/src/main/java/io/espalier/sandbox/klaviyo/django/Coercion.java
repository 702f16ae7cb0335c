package io.espalier.sandbox.klaviyo.django;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers out of what a filter is given. */
final class Coercion {
  private static final BigInteger LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private Coercion() {}

  /** As Klaviyo's arithmetic filters take a value: what is no number is 0.0. */
  static double real(@Nullable Object value) {
    BigDecimal number = decimal(value);
    return number == null ? 0 : number.doubleValue();
  }

  /** The number, also one written as text; null where there is none. */
  static @Nullable BigDecimal decimal(@Nullable Object value) {
    if (value instanceof Double real && (real.isNaN() || real.isInfinite())) {
      return null;
    }
    if (value instanceof Double real) {
      return new BigDecimal(Python.real(real));
    }
    if (value != null && Python.isNumber(value)) {
      return Python.number(value);
    }
    try {
      String text = Python.isText(value) ? Python.text(value).strip() : "";
      return text.matches("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
          ? new BigDecimal(text)
          : null;
    } catch (NumberFormatException notNumber) {
      return null;
    }
  }

  /** As {@code int()} takes it: a number cut off, or a text of digits; null where it refuses. */
  static @Nullable BigInteger whole(@Nullable Object value) {
    if (Python.isText(value)) {
      String text = Python.text(value).strip();
      return text.matches("[-+]?[0-9]{1,400}") ? new BigInteger(text) : null;
    }
    return value != null && Python.isNumber(value) ? Python.number(value).toBigInteger() : null;
  }

  static Object integer(BigInteger value) {
    return value.abs().compareTo(LONG) <= 0 ? (Object) value.longValue() : value;
  }
}
