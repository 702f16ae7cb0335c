package io.espalier.sandbox.salesforcemc.ampscript;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a function's arguments, and aborts as the vendor does where one does not fit. */
final class Arguments {
  private Arguments() {}

  static String text(List<@Nullable Object> arguments, int at) {
    return at < arguments.size() ? Values.print(arguments.get(at)) : "";
  }

  static BigDecimal number(String function, List<@Nullable Object> arguments, int at) {
    return Values.number(arguments.get(at))
        .orElseThrow(
            () ->
                Failures.runtime(
                    function + ": argument " + (at + 1) + " is empty or not a number"));
  }

  static int whole(String function, List<@Nullable Object> arguments, int at) {
    try {
      return number(function, arguments, at).intValueExact();
    } catch (ArithmeticException e) {
      throw Failures.runtime(function + ": argument " + (at + 1) + " is not a whole number");
    }
  }

  /** A flag such as 1, true or "true"; false where it is not given. */
  static boolean flag(List<@Nullable Object> arguments, int at) {
    String text = text(arguments, at);
    return text.equals("1") || text.equalsIgnoreCase("true");
  }
}
