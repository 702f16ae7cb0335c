package io.espalier.sandbox.salesforcemc.ampscript;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values: null, text, {@link BigDecimal}, {@link Boolean}, {@link LocalDateTime}, {@link RowSet}
 * and {@link RowSet.Line}.
 */
final class Values {
  private Values() {}

  static String print(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof BigDecimal number) {
      return NumberText.print(number);
    }
    if (value instanceof LocalDateTime time) {
      return DateText.shown(time);
    }
    if (value instanceof String text) {
      return text;
    }
    throw Failures.runtime("a rowset or row has no text");
  }

  /** Empty's test: null and empty text, and nothing else. */
  static boolean isEmpty(@Nullable Object value) {
    return value == null || (value instanceof String text && text.isEmpty());
  }

  static Optional<BigDecimal> number(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return Optional.of(number);
    }
    return value instanceof String text ? NumberText.parse(text) : Optional.empty();
  }

  static boolean truth(@Nullable Object value, Disputed disputed) {
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof BigDecimal number) {
      return number.compareTo(BigDecimal.ONE) == 0;
    }
    String word = print(value).strip().toLowerCase(Locale.ROOT);
    if (word.equals("true") || word.equals("false") || !disputed.textConditionAborts()) {
      return word.equals("true");
    }
    throw Failures.runtime("a condition is a text that is neither true nor false");
  }
}
