package io.espalier.sandbox.salesforcemc.ampscript;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of the language.
 *
 * @param most of its arguments; -1 for any number
 */
record Function(String name, int least, int most, Body body) {
  /** What it does. */
  interface Body {
    @Nullable Object call(Interpreter in, List<@Nullable Object> arguments);
  }

  void check(int count) {
    if (count < least || (most >= 0 && count > most)) {
      throw Failures.runtime(
          name
              + " takes "
              + least
              + (most == least ? "" : most < 0 ? " or more" : " to " + most)
              + (least == 1 && most == 1 ? " argument, not " : " arguments, not ")
              + count);
    }
  }
}
