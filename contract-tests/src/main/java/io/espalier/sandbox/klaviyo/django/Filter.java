package io.espalier.sandbox.klaviyo.django;

import org.jspecify.annotations.Nullable;

/**
 * One filter.
 *
 * @param keepsSafe whether a safe input makes a safe output
 */
record Filter(Argument argument, boolean keepsSafe, Work work) {
  enum Argument {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  /** What a filter does; the argument is null where none is given. */
  interface Work {
    @Nullable Object apply(@Nullable Object value, @Nullable Object argument, Scope scope);
  }

  /** What a filter does that turns its input into text first, None into {@code None}. */
  interface TextWork {
    @Nullable Object apply(String text, @Nullable Object argument);
  }

  static Filter text(Argument argument, boolean keepsSafe, TextWork work) {
    return new Filter(
        argument, keepsSafe, (value, given, scope) -> work.apply(Python.text(value), given));
  }

  @Nullable Object apply(@Nullable Object value, @Nullable Object given, Scope scope) {
    Object result = work.apply(value, given, scope);
    return keepsSafe && value instanceof Safe ? new Safe(Python.text(result)) : result;
  }
}
