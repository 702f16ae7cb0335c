package io.espalier.sandbox.salesforcemc.ampscript;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers in text, as .NET's decimal.TryParse takes them. */
final class NumberText {
  // Blanks around, a sign on either end, commas anywhere in the whole part, one point; no exponent.
  private static final Pattern LIKE =
      Pattern.compile("\\s*[+-]?(?:\\d[\\d,]*(?:\\.\\d*)?|\\.\\d+)\\s*[+-]?\\s*");
  private static final BigDecimal MOST = new BigDecimal("79228162514264337593543950335");
  private static final BigInteger LONG_MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private NumberText() {}

  static Optional<BigDecimal> parse(String text) {
    if (text.isEmpty() || !LIKE.matcher(text).matches()) {
      return Optional.empty();
    }
    String bare = text.strip();
    boolean front = bare.startsWith("-") || bare.startsWith("+");
    boolean back = bare.endsWith("-") || bare.endsWith("+");
    if (front && back) {
      return Optional.empty();
    }
    boolean negative = bare.startsWith("-") || bare.endsWith("-");
    String digits =
        bare.substring(front ? 1 : 0, bare.length() - (back ? 1 : 0)).strip().replace(",", "");
    BigDecimal value = new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
    return value.compareTo(MOST) > 0
        ? Optional.empty()
        : Optional.of(negative ? value.negate() : value);
  }

  /** A literal: a whole number beyond 64 bits becomes 0. */
  static BigDecimal literal(String text) {
    BigDecimal value = new BigDecimal(text.endsWith(".") ? text + "0" : text);
    boolean whole = text.indexOf('.') < 0;
    return whole && value.toBigInteger().abs().compareTo(LONG_MOST) > 0 ? BigDecimal.ZERO : value;
  }

  /** As it prints: no exponent, no superfluous zeros, no negative zero. */
  static String print(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
