package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Length, slices, joining, ordering. */
final class ListFilters {
  private ListFilters() {}

  static void addTo(Map<String, Filter> filters) {
    for (String name : List.of("length", "count", "size")) {
      filters.put(
          name,
          new Filter(
              Filter.Argument.NONE,
              false,
              (value, given, scope) ->
                  value != null && Python.hasLength(value) ? (long) Python.length(value) : 0L));
    }
    filters.put("slice", new Filter(Filter.Argument.REQUIRED, true, ListFilters::slice));
    filters.put("join", new Filter(Filter.Argument.REQUIRED, true, ListFilters::join));
    filters.put(
        "list_to_string",
        new Filter(
            Filter.Argument.NONE,
            true,
            (value, given, scope) -> join(value, new Safe(", "), scope)));
    filters.put(
        "first",
        new Filter(Filter.Argument.NONE, false, (value, given, scope) -> end(items(value), false)));
    filters.put(
        "last",
        new Filter(Filter.Argument.NONE, true, (value, given, scope) -> end(items(value), true)));
    list(filters, "reverse", ListFilters::reversed);
    list(filters, "compact", items -> items.stream().filter(Python::truth).toList());
    list(
        filters,
        "sort",
        items -> {
          items.sort(Comparison::order);
          return items;
        });
    list(
        filters,
        "sort_natural",
        items -> {
          items.sort(
              (a, b) ->
                  Comparison.order(
                      Python.text(a).toLowerCase(Locale.ROOT),
                      Python.text(b).toLowerCase(Locale.ROOT)));
          return items;
        });
    list(filters, "uniq", ListFilters::unique);
    filters.put("concat", new Filter(Filter.Argument.REQUIRED, false, ListFilters::concat));
    filters.put(
        "map",
        new Filter(
            Filter.Argument.REQUIRED,
            false,
            (value, given, scope) -> {
              List<@Nullable Object> mapped = new ArrayList<>();
              for (Object item : LoopTags.items(value)) {
                Object found = Variable.step(item, Python.text(given));
                mapped.add(Scope.ABSENT.equals(found) ? null : found);
              }
              return mapped;
            }));
  }

  private static void list(
      Map<String, Filter> filters, String name, UnaryOperator<List<@Nullable Object>> work) {
    filters.put(
        name,
        new Filter(
            Filter.Argument.NONE,
            false,
            (value, given, scope) -> work.apply(LoopTags.items(value))));
  }

  private static List<@Nullable Object> items(@Nullable Object value) {
    if (value == null) {
      throw new TemplateFault("'NoneType' object is not subscriptable");
    }
    return LoopTags.items(value);
  }

  private static @Nullable Object end(List<@Nullable Object> items, boolean last) {
    return items.isEmpty() ? "" : items.get(last ? items.size() - 1 : 0);
  }

  private static List<@Nullable Object> reversed(List<@Nullable Object> items) {
    Collections.reverse(items);
    return items;
  }

  private static List<@Nullable Object> unique(List<@Nullable Object> items) {
    List<@Nullable Object> kept = new ArrayList<>();
    for (Object item : items) {
      if (kept.stream().noneMatch(held -> Comparison.equal(held, item))) {
        kept.add(item);
      }
    }
    return kept;
  }

  private static Object concat(@Nullable Object value, @Nullable Object given, Scope scope) {
    if (value instanceof List<?> && given instanceof List<?>) {
      List<@Nullable Object> both = LoopTags.items(value);
      both.addAll(LoopTags.items(given));
      return both;
    }
    return Python.text(value) + Python.text(given);
  }

  private static Object join(@Nullable Object value, @Nullable Object given, Scope scope) {
    if (!Python.hasLength(value)) {
      return Python.text(value);
    }
    StringBuilder joined = new StringBuilder();
    for (Object item : LoopTags.items(value)) {
      joined
          .append(joined.isEmpty() ? "" : Escaping.printed(given, scope))
          .append(Escaping.printed(item, scope));
    }
    return new Safe(joined.toString());
  }

  /** Python's slice; what is none leaves the value as it is. */
  private static @Nullable Object slice(
      @Nullable Object value, @Nullable Object given, Scope scope) {
    String[] parts = Python.text(given).split(":", -1);
    if (!(value instanceof List<?>) && !Python.isText(value) || parts.length > 3) {
      return value;
    }
    Integer[] bounds = new Integer[3];
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].matches("\\s*(?:[-+]?[0-9]{1,9})?\\s*")) {
        return value;
      }
      String part = parts[i].strip();
      bounds[parts.length == 1 ? 1 : i] = part.isEmpty() ? null : Integer.valueOf(part);
    }
    int step = bounds[2] == null ? 1 : bounds[2];
    if (step == 0) {
      return value;
    }
    List<@Nullable Object> items = LoopTags.items(value);
    List<@Nullable Object> cut = new ArrayList<>();
    int size = items.size();
    int from = bound(bounds[0], size, step, step > 0 ? 0 : size - 1);
    int to = bounds[1] == null ? (step > 0 ? size : -1) : bound(bounds[1], size, step, 0);
    for (int i = from; step > 0 ? i < to : i > to; i += step) {
      cut.add(items.get(i));
    }
    if (value instanceof List<?>) {
      return cut;
    }
    StringBuilder text = new StringBuilder();
    cut.forEach(item -> text.append(Python.text(item)));
    return text.toString();
  }

  private static int bound(@Nullable Integer given, int size, int step, int absent) {
    if (given == null) {
      return absent;
    }
    int index = given < 0 ? given + size : given;
    return step > 0 ? Math.max(0, Math.min(index, size)) : Math.max(-1, Math.min(index, size - 1));
  }
}
