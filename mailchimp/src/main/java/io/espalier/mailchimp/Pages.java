package io.espalier.mailchimp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/** Reads a collection to its end: Mailchimp shows ten at a time unless asked for more. */
final class Pages {
  /** The most that one page holds; more is silently cut. Source: OpenAPI 3.0.55. */
  static final int SIZE = 1000;

  private Pages() {}

  /**
   * @param page makes the call for the page that begins at an offset
   */
  static <P, T> List<T> all(
      IntFunction<P> page, Function<P, List<T>> items, ToIntFunction<P> total) {
    List<T> all = new ArrayList<>();
    each(page, items, total, all::add);
    return all;
  }

  /** Hands on each item and keeps none: a large audience does not fit into memory. */
  static <P, T> void each(
      IntFunction<P> page,
      Function<P, List<T>> items,
      ToIntFunction<P> total,
      Consumer<? super T> to) {
    for (int offset = 0; ; offset += SIZE) {
      P one = page.apply(offset);
      List<T> found = items.apply(one);
      found.forEach(to);
      if (found.isEmpty() || offset + SIZE >= total.applyAsInt(one)) {
        return;
      }
    }
  }
}
