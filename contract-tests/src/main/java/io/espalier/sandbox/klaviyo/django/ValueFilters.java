package io.espalier.sandbox.klaviyo.django;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** default, lookup, yesno, pluralize, safe and escape: what works on any value. */
final class ValueFilters {
  private ValueFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put(
        "default",
        new Filter(
            Filter.Argument.REQUIRED,
            false,
            (value, given, scope) -> Python.truth(value) ? value : given));
    filters.put(
        "default_if_none",
        new Filter(
            Filter.Argument.REQUIRED,
            false,
            (value, given, scope) -> value == null ? given : value));
    filters.put("lookup", new Filter(Filter.Argument.REQUIRED, false, ValueFilters::lookup));
    filters.put("yesno", new Filter(Filter.Argument.OPTIONAL, false, ValueFilters::yesNo));
    filters.put("pluralize", new Filter(Filter.Argument.OPTIONAL, false, ValueFilters::plural));
    filters.put("safe", Filter.text(Filter.Argument.NONE, true, (text, given) -> new Safe(text)));
    Filter escape =
        new Filter(
            Filter.Argument.NONE,
            true,
            (value, given, scope) ->
                value instanceof Safe ? value : new Safe(Escaping.html(Python.text(value))));
    filters.put("escape", escape);
    filters.put(
        "force_escape",
        Filter.text(Filter.Argument.NONE, true, (text, given) -> new Safe(Escaping.html(text))));
    filters.put(
        "escape_once",
        Filter.text(
            Filter.Argument.NONE,
            true,
            (text, given) ->
                new Safe(
                    Escaping.html(text)
                        .replaceAll(
                            "&amp;(#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);", "&$1;"))));
  }

  private static @Nullable Object lookup(
      @Nullable Object value, @Nullable Object key, Scope scope) {
    @Nullable Object found = Variable.step(value, Python.text(key));
    boolean method = value instanceof Map<?, ?> map && !map.containsKey(Python.text(key));
    if (method || Scope.ABSENT.equals(found)) {
      return scope.setting().absentLookup() == Setting.AbsentLookup.NONE ? null : "";
    }
    return found;
  }

  private static @Nullable Object yesNo(
      @Nullable Object value, @Nullable Object given, Scope scope) {
    List<String> words =
        List.of((given == null ? "yes,no,maybe" : Python.text(given)).split(",", -1));
    if (words.size() < 2) {
      return value;
    }
    if (value == null) {
      return words.get(words.size() > 2 ? 2 : 1);
    }
    return Python.truth(value) ? words.get(0) : words.get(1);
  }

  private static Object plural(@Nullable Object value, @Nullable Object given, Scope scope) {
    String suffixes = given == null ? "s" : Python.text(given);
    List<String> two = List.of((suffixes.contains(",") ? suffixes : "," + suffixes).split(",", -1));
    if (two.size() > 2) {
      return "";
    }
    boolean one;
    if (value instanceof List<?> list) {
      one = list.size() == 1;
    } else {
      one = Comparison.equal(Coercion.decimal(value) == null ? null : Coercion.real(value), 1L);
    }
    return Objects.requireNonNull(two.get(one ? 0 : 1));
  }
}
