package io.espalier.sandbox.klaviyo.django;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's comparisons. What Python refuses with a TypeError is a {@link TemplateFault} here. */
final class Comparison {
  private Comparison() {}

  static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    if (Python.isNumber(a) && Python.isNumber(b)) {
      return Python.number(a).compareTo(Python.number(b)) == 0;
    }
    if (Python.isText(a) && Python.isText(b)) {
      return Python.text(a).equals(Python.text(b));
    }
    if (a instanceof List<?> left && b instanceof List<?> right) {
      boolean same = left.size() == right.size();
      for (int i = 0; same && i < left.size(); i++) {
        same = equal(left.get(i), right.get(i));
      }
      return same;
    }
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      return left.keySet().equals(right.keySet())
          && left.keySet().stream().allMatch(key -> equal(left.get(key), right.get(key)));
    }
    return a instanceof ZonedDateTime left
        && b instanceof ZonedDateTime right
        && left.toInstant().equals(right.toInstant());
  }

  /** Negative, zero or positive. */
  static int order(@Nullable Object a, @Nullable Object b) {
    if (a != null && b != null) {
      if (Python.isNumber(a) && Python.isNumber(b)) {
        return Python.number(a).compareTo(Python.number(b));
      }
      if (Python.isText(a) && Python.isText(b)) {
        return codePoints(Python.text(a), Python.text(b));
      }
      if (a instanceof List<?> left && b instanceof List<?> right) {
        return lists(left, right);
      }
      if (a instanceof ZonedDateTime left && b instanceof ZonedDateTime right) {
        return left.toInstant().compareTo(right.toInstant());
      }
    }
    throw new TemplateFault("'<' not supported between these values");
  }

  static boolean contains(@Nullable Object container, @Nullable Object item) {
    if (Python.isText(container) && Python.isText(item)) {
      return Python.text(container).contains(Python.text(item));
    }
    if (container instanceof List<?> list) {
      return list.stream().anyMatch(held -> equal(held, item));
    }
    if (container instanceof Map<?, ?> map) {
      return map.keySet().stream().anyMatch(key -> equal(key, item));
    }
    throw new TemplateFault("this value has nothing in it");
  }

  /** {@code is}: the one None, the two booleans; for anything else, equal values of one type. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    return a == null ? b == null : b != null && a.getClass() == b.getClass() && equal(a, b);
  }

  private static int lists(List<?> left, List<?> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      if (!equal(left.get(i), right.get(i))) {
        return order(left.get(i), right.get(i));
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int codePoints(String a, String b) {
    int[] left = a.codePoints().toArray();
    int[] right = b.codePoints().toArray();
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      if (left[i] != right[i]) {
        return Integer.compare(left[i], right[i]);
      }
    }
    return Integer.compare(left.length, right.length);
  }
}
