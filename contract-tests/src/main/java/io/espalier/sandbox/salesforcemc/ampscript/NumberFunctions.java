package io.espalier.sandbox.salesforcemc.ampscript;

import static io.espalier.sandbox.salesforcemc.ampscript.Arguments.number;
import static io.espalier.sandbox.salesforcemc.ampscript.Arguments.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions on numbers, and how numbers are formatted. */
final class NumberFunctions {
  private static final MathContext DOUBLE = new MathContext(15, RoundingMode.HALF_EVEN);

  private NumberFunctions() {}

  static void addTo(Functions.Registry registry) {
    registry.add("Add", 2, 2, (in, a) -> number("Add", a, 0).add(number("Add", a, 1)));
    registry.add(
        "Subtract", 2, 2, (in, a) -> number("Subtract", a, 0).subtract(number("Subtract", a, 1)));
    registry.add(
        "Multiply", 2, 2, (in, a) -> number("Multiply", a, 0).multiply(number("Multiply", a, 1)));
    registry.add("Divide", 2, 2, (in, a) -> divide(a));
    registry.add("Mod", 2, 2, (in, a) -> mod(a));
    registry.add("FormatNumber", 2, 3, (in, a) -> formatNumber(a));
    registry.add("FormatCurrency", 2, 4, (in, a) -> formatCurrency(a));
  }

  private static Object divide(List<@Nullable Object> a) {
    BigDecimal left = number("Divide", a, 0);
    BigDecimal right = number("Divide", a, 1);
    if (right.signum() == 0) {
      return left.signum() == 0 ? "NaN" : left.signum() > 0 ? "∞" : "-∞";
    }
    return left.divide(right, DOUBLE);
  }

  private static Object mod(List<@Nullable Object> a) {
    BigDecimal right = number("Mod", a, 1);
    return right.signum() == 0 ? "NaN" : number("Mod", a, 0).remainder(right);
  }

  private static String formatNumber(List<@Nullable Object> a) {
    Optional<BigDecimal> number = Values.number(a.get(0));
    if (number.isEmpty()) {
      throw Failures.runtime("FormatNumber: argument 1 is empty or not a number");
    }
    return format(number.get(), text(a, 1), locale(text(a, 2)));
  }

  private static String formatCurrency(List<@Nullable Object> a) {
    int digits = text(a, 2).isEmpty() ? 2 : Arguments.whole("FormatCurrency", a, 2);
    Locale locale = locale(text(a, 1));
    String usual = DecimalFormatSymbols.getInstance(locale).getCurrencySymbol();
    String symbol = text(a, 3).isEmpty() ? usual : text(a, 3);
    return currency(number("FormatCurrency", a, 0), digits, locale).replace(usual, symbol);
  }

  static Locale locale(String tag) {
    Locale locale = Locale.forLanguageTag(tag.replace('_', '-'));
    return locale.getLanguage().isEmpty() ? Locale.US : locale;
  }

  /** .NET's standard and custom patterns; a pattern that is neither is echoed. */
  static String format(BigDecimal number, String pattern, Locale locale) {
    if (pattern.matches("[CcDdFfGgNnPp]\\d{0,2}")) {
      char kind = Character.toUpperCase(pattern.charAt(0));
      String precision = pattern.substring(1);
      int digits = precision.isEmpty() ? 2 : Integer.parseInt(precision);
      return switch (kind) {
        case 'C' -> currency(number, digits, locale);
        case 'D' -> digits(number, precision);
        case 'F' -> decimals("0", number, digits, locale);
        case 'P' -> decimals("#,##0", number.movePointRight(2), digits, locale) + "%";
        case 'N' -> decimals("#,##0", number, digits, locale);
        default -> NumberText.print(number);
      };
    }
    if (!pattern.isEmpty() && pattern.matches("[#0,.%]*[#0][#0,.%]*")) {
      DecimalFormat custom = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale));
      custom.setRoundingMode(RoundingMode.HALF_UP);
      return custom.format(number);
    }
    return pattern;
  }

  private static String digits(BigDecimal number, String precision) {
    DecimalFormat whole = new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    whole.setMinimumIntegerDigits(precision.isEmpty() ? 1 : Integer.parseInt(precision));
    whole.setRoundingMode(RoundingMode.HALF_UP);
    return whole.format(number);
  }

  private static String decimals(String pattern, BigDecimal number, int digits, Locale locale) {
    DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale));
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format.format(number);
  }

  private static String currency(BigDecimal number, int digits, Locale locale) {
    DecimalFormat format = (DecimalFormat) java.text.NumberFormat.getCurrencyInstance(locale);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format.format(number);
  }
}
