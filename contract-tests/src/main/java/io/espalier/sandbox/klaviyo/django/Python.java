package io.espalier.sandbox.klaviyo.django;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Values as Python has them: null is None; Boolean, Long, BigInteger and Double are numbers; String
 * and {@link Safe} are text; List, Map, ZonedDateTime.
 */
final class Python {
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxxx");

  private Python() {}

  static boolean truth(@Nullable Object value) {
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof Number || value instanceof BigDecimal) {
      return number(value).signum() != 0;
    }
    return length(value) != 0;
  }

  /** {@code len()}: code points of a text; 1 for what has no length. */
  static int length(Object value) {
    if (isText(value)) {
      String text = text(value);
      return text.codePointCount(0, text.length());
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    return value instanceof Map<?, ?> map ? map.size() : 1;
  }

  static boolean hasLength(@Nullable Object value) {
    return isText(value) || value instanceof List<?> || value instanceof Map<?, ?>;
  }

  static boolean isText(@Nullable Object value) {
    return value instanceof String || value instanceof Safe;
  }

  static boolean isNumber(@Nullable Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  /** A number's exact value. */
  static BigDecimal number(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (value instanceof BigInteger whole) {
      return new BigDecimal(whole);
    }
    return value instanceof Double real
        ? new BigDecimal(real)
        : BigDecimal.valueOf(((Number) value).longValue());
  }

  /** {@code str()}. */
  static String text(@Nullable Object value) {
    if (value instanceof Safe safe) {
      return safe.text();
    }
    return value instanceof String text ? text : repr(value);
  }

  private static String repr(@Nullable Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof Double real) {
      return real(real);
    }
    if (isText(value)) {
      return quoted(text(value));
    }
    if (value instanceof List<?> list) {
      StringJoiner items = new StringJoiner(", ", "[", "]");
      list.forEach(item -> items.add(repr(item)));
      return items.toString();
    }
    if (value instanceof Map<?, ?> map) {
      StringJoiner items = new StringJoiner(", ", "{", "}");
      map.forEach((key, held) -> items.add(repr(key) + ": " + repr(held)));
      return items.toString();
    }
    return value instanceof ZonedDateTime time ? DATE_TIME.format(time) : value.toString();
  }

  private static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder quoted = new StringBuilder().append(quote);
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\\' -> quoted.append("\\\\");
        default -> quoted.append(c == quote ? "\\" : "").append(c);
      }
    }
    return quoted.append(quote).toString();
  }

  /** The shortest digits that read back as the same double, laid out as Python does. */
  static String real(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal shortest = exact;
    for (int digits = 1; digits <= 17; digits++) {
      shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (shortest.doubleValue() == value) {
        break;
      }
    }
    shortest = shortest.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = shortest.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = shortest.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "")
        + mantissa
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
