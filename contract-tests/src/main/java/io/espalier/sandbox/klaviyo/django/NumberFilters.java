package io.espalier.sandbox.klaviyo.django;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Arithmetic, rounding and the comparing filters. */
final class NumberFilters {
  private NumberFilters() {}

  static void addTo(Map<String, Filter> filters) {
    binary(filters, (a, b) -> a * b, "multiply", "times");
    binary(filters, (a, b) -> a + b, "floatadd", "plus");
    binary(filters, (a, b) -> a - b, "floatsub", "minus");
    binary(filters, NumberFilters::divided, "divide", "divided_by");
    binary(filters, NumberFilters::remainder, "modulo", "remainder");
    binary(filters, Math::max, "at_least");
    binary(filters, Math::min, "at_most");
    compared(filters, "gt", order -> order > 0);
    compared(filters, "gte", order -> order >= 0);
    compared(filters, "lt", order -> order < 0);
    compared(filters, "lte", order -> order <= 0);
    rounded(filters, "ceil", RoundingMode.CEILING);
    rounded(filters, "floor", RoundingMode.FLOOR);
    rounded(filters, "round", RoundingMode.HALF_EVEN);
    rounded(filters, "round_up", RoundingMode.UP);
    rounded(filters, "round_down", RoundingMode.DOWN);
    filters.put(
        "abs",
        new Filter(
            Filter.Argument.NONE,
            false,
            (value, given, scope) ->
                value instanceof Long whole
                    ? (Object) Math.abs(whole)
                    : (Object) Math.abs(Coercion.real(value))));
    filters.put("add", new Filter(Filter.Argument.REQUIRED, false, NumberFilters::add));
    filters.put(
        "floatformat", new Filter(Filter.Argument.OPTIONAL, true, NumberFilters::floatFormat));
    filters.put(
        "sum_list",
        new Filter(
            Filter.Argument.NONE,
            false,
            (value, given, scope) ->
                LoopTags.items(value).stream().mapToDouble(Coercion::real).sum()));
  }

  private static void binary(
      Map<String, Filter> filters, DoubleBinaryOperator work, String... names) {
    for (String name : names) {
      filters.put(
          name,
          new Filter(
              Filter.Argument.REQUIRED,
              false,
              (value, given, scope) ->
                  work.applyAsDouble(Coercion.real(value), Coercion.real(given))));
    }
  }

  private static void compared(Map<String, Filter> filters, String name, IntPredicate test) {
    filters.put(
        name,
        new Filter(
            Filter.Argument.REQUIRED,
            false,
            (value, given, scope) -> test.test(Comparison.order(value, given))));
  }

  /** Klaviyo's rounding filters give text, such as {@code 6.0}. */
  private static void rounded(Map<String, Filter> filters, String name, RoundingMode mode) {
    filters.put(
        name,
        new Filter(
            Filter.Argument.OPTIONAL,
            false,
            (value, given, scope) -> {
              BigDecimal number = Coercion.decimal(value);
              BigInteger places = given == null ? BigInteger.ZERO : Coercion.whole(given);
              BigDecimal rounded =
                  (number == null ? BigDecimal.ZERO : number)
                      .setScale(places == null ? 0 : places.intValue(), mode);
              return Python.real(rounded.doubleValue());
            }));
  }

  private static double divided(double a, double b) {
    if (b == 0) {
      throw new TemplateFault("division by zero");
    }
    return a / b;
  }

  private static double remainder(double a, double b) {
    if (b == 0) {
      throw new TemplateFault("division by zero");
    }
    return a - Math.floor(a / b) * b;
  }

  private static @Nullable Object add(@Nullable Object value, @Nullable Object given, Scope scope) {
    BigInteger a = Coercion.whole(value);
    BigInteger b = Coercion.whole(given);
    if (a != null && b != null) {
      return Coercion.integer(a.add(b));
    }
    if (Python.isText(value) && Python.isText(given)) {
      return Python.text(value) + Python.text(given);
    }
    if (value instanceof List<?> left && given instanceof List<?> right) {
      List<@Nullable Object> both = new ArrayList<>(left);
      both.addAll(right);
      return both;
    }
    return "";
  }

  private static Object floatFormat(@Nullable Object value, @Nullable Object given, Scope scope) {
    BigDecimal number = Coercion.decimal(value);
    BigInteger argument = given == null ? BigInteger.ONE.negate() : Coercion.whole(given);
    if (number == null) {
      return "";
    }
    if (argument == null) {
      return Python.text(value);
    }
    int places = argument.intValue();
    boolean whole = number.remainder(BigDecimal.ONE).signum() == 0;
    int scale = places < 0 && whole ? 0 : Math.abs(places);
    return new Safe(number.setScale(scale, RoundingMode.HALF_UP).toPlainString());
  }
}
