package io.espalier.sandbox.salesforcemc.ampscript;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How two values compare: the first rule that fits decides. From an implementation that Salesforce
 * published (SalesforceLabs/ampscript-core, read November 2026).
 */
final class Comparison {
  private static final LocalDateTime YEAR_ONE = LocalDateTime.of(1, 1, 1, 0, 0);

  private Comparison() {}

  static boolean test(@Nullable Object left, String operator, @Nullable Object right) {
    if (left == null || right == null) {
      return left == right
          ? holds(operator, 0)
          : operator.equals("!=") || operator.equals("<") || operator.equals(">");
    }
    if (left instanceof Boolean || right instanceof Boolean) {
      boolean equal = flag(left) == flag(right);
      return equal
          ? operator.equals("==") || operator.equals("<=") || operator.equals(">=")
          : operator.equals("!=") || operator.equals("<") || operator.equals(">");
    }
    if (left instanceof LocalDateTime || right instanceof LocalDateTime) {
      return holds(operator, date(left).compareTo(date(right)));
    }
    Optional<BigDecimal> number = Values.number(left);
    Optional<BigDecimal> other = Values.number(right);
    if (number.isPresent() || other.isPresent()) {
      return holds(
          operator, number.orElse(BigDecimal.ZERO).compareTo(other.orElse(BigDecimal.ZERO)));
    }
    String text = Values.print(left);
    String against = Values.print(right);
    if (operator.equals("==") || operator.equals("!=")) {
      return operator.equals("==") == same(text, against);
    }
    return holds(operator, key(text).compareTo(key(against)));
  }

  /**
   * .NET's ordinal comparison without case: one UTF-16 unit by one in upper case, and no unit
   * beyond ASCII (ı, ſ, the Kelvin sign) becomes an ASCII letter.
   */
  static boolean same(String left, String right) {
    boolean same = left.length() == right.length();
    for (int i = 0; same && i < left.length(); i++) {
      same = upper(left.charAt(i)) == upper(right.charAt(i));
    }
    return same;
  }

  private static char upper(char c) {
    char upper = Character.toUpperCase(c);
    return c > 127 && upper < 128 ? c : upper;
  }

  private static boolean holds(String operator, int order) {
    return switch (operator) {
      case "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case ">" -> order > 0;
      case "<=" -> order <= 0;
      default -> order >= 0;
    };
  }

  private static boolean flag(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof BigDecimal number) {
      return number.compareTo(BigDecimal.ONE) == 0;
    }
    return value instanceof String text && text.strip().equalsIgnoreCase("true");
  }

  private static LocalDateTime date(Object value) {
    if (value instanceof LocalDateTime time) {
      return time;
    }
    return value instanceof String text ? DateText.parse(text).orElse(YEAR_ONE) : YEAR_ONE;
  }

  /** A text without case and accents, signs before digits before letters, as cultures order. */
  private static String key(String text) {
    StringBuilder key = new StringBuilder();
    String bare = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      if (Character.getType(c) == Character.NON_SPACING_MARK) {
        continue;
      }
      if (c == 'ß') {
        key.append("\u0003s\u0003s");
      } else {
        int rank = Character.isLetter(c) ? 3 : Character.isDigit(c) ? 2 : 1;
        key.append((char) rank).append(c);
      }
    }
    return key.toString();
  }
}
