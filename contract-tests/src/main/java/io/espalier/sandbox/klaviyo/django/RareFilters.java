package io.espalier.sandbox.klaviyo.django;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Filters that few templates use: Klaviyo's smaller ones, and the rest of Django's. */
final class RareFilters {
  private RareFilters() {}

  static void addTo(Map<String, Filter> filters) {
    plain(filters, "httpize", text -> text.matches("(?i)https?://.*") ? text : "http://" + text);
    plain(
        filters,
        "slugify",
        text ->
            Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("[^\\p{ASCII}]", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w\\s-]", "")
                .strip()
                .replaceAll("[-\\s]+", "-"));
    plain(
        filters,
        "addslashes",
        text -> text.replace("\\", "\\\\").replace("\"", "\\\"").replace("'", "\\'"));
    filters.put(
        "wordcount",
        Filter.text(
            Filter.Argument.NONE,
            false,
            (text, given) -> text.isBlank() ? 0L : (long) text.strip().split("\\s+").length));
    filters.put(
        "truncatewords", Filter.text(Filter.Argument.REQUIRED, true, RareFilters::fewerWords));
    filters.put("linebreaks", new Filter(Filter.Argument.NONE, true, RareFilters::paragraphs));
    filters.put(
        "resplit",
        Filter.text(
            Filter.Argument.REQUIRED,
            false,
            (text, given) -> new ArrayList<Object>(List.of(text.split(Python.text(given), -1)))));
    filters.put("percentize", number("0", "%", BigDecimal.valueOf(100)));
    filters.put("money", number("#,##0.00", "", BigDecimal.ONE));
    filters.put("intcomma", number("#,##0.###", "", BigDecimal.ONE));
    filters.put("divisibleby", new Filter(Filter.Argument.REQUIRED, false, RareFilters::divides));
    filters.put(
        "stringformat",
        new Filter(
            Filter.Argument.REQUIRED,
            false,
            (value, given, scope) -> {
              try {
                String pattern = "%" + Python.text(given);
                return pattern.endsWith("s")
                    ? String.format(Locale.ROOT, pattern, Python.text(value))
                    : String.format(
                        Locale.ROOT,
                        pattern,
                        pattern.endsWith("d")
                            ? Python.number(Objects.requireNonNull(value)).toBigInteger()
                            : Python.number(Objects.requireNonNull(value)));
              } catch (RuntimeException noFormat) {
                return "";
              }
            }));
    filters.put("dictfilter", new Filter(Filter.Argument.REQUIRED, false, RareFilters::where));
    filters.put("list_where", new Filter(Filter.Argument.REQUIRED, false, RareFilters::where));
    filters.put(
        "missing_product_image",
        new Filter(
            Filter.Argument.OPTIONAL,
            false,
            (value, given, scope) ->
                Python.truth(value)
                    ? value
                    : given == null
                        ? "https://www.klaviyo.com/media/images/missing-product-image.png"
                        : given));
    for (String name : List.of("dictsort", "dictsortreversed")) {
      boolean down = name.endsWith("reversed");
      filters.put(
          name,
          new Filter(
              Filter.Argument.REQUIRED,
              false,
              (value, given, scope) -> sorted(value, given, down)));
    }
    filters.put(
        "unordered_list",
        new Filter(
            Filter.Argument.NONE,
            true,
            (value, given, scope) -> {
              StringBuilder list = new StringBuilder();
              items(value)
                  .forEach(
                      i -> list.append("<li>").append(Escaping.printed(i, scope)).append("</li>"));
              return new Safe(list.toString());
            }));
  }

  private interface Work {
    String on(String text);
  }

  private static void plain(Map<String, Filter> filters, String name, Work work) {
    filters.put(name, Filter.text(Filter.Argument.NONE, false, (text, given) -> work.on(text)));
  }

  private static Filter number(String pattern, String unit, BigDecimal times) {
    return new Filter(
        Filter.Argument.NONE,
        false,
        (value, given, scope) -> {
          BigDecimal number = Coercion.decimal(value);
          if (number == null) {
            return value;
          }
          DecimalFormat format =
              new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
          format.setRoundingMode(RoundingMode.HALF_UP);
          return format.format(number.multiply(times)) + unit;
        });
  }

  private static Object divides(@Nullable Object value, @Nullable Object given, Scope scope) {
    var number = Coercion.whole(value);
    var by = Coercion.whole(given);
    if (number == null || by == null || by.signum() == 0) {
      throw new TemplateFault("divisibleby needs two whole numbers");
    }
    return number.mod(by.abs()).signum() == 0;
  }

  private static String fewerWords(String text, @Nullable Object given) {
    var most = Coercion.whole(given);
    List<String> words = List.of(text.strip().split("\\s+"));
    return most == null || words.size() <= most.intValue()
        ? String.join(" ", words)
        : String.join(" ", words.subList(0, Math.max(0, most.intValue()))) + " …";
  }

  private static Object paragraphs(@Nullable Object value, @Nullable Object given, Scope scope) {
    String text = Python.text(value).replace("\r\n", "\n").replace('\r', '\n');
    boolean escape = scope.autoescape() && !(value instanceof Safe);
    StringBuilder html = new StringBuilder();
    for (String part : (escape ? Escaping.html(text) : text).split("\n{2,}", -1)) {
      html.append(html.isEmpty() ? "" : "\n\n");
      html.append("<p>").append(part.replace("\n", "<br>")).append("</p>");
    }
    return new Safe(html.toString());
  }

  private static List<@Nullable Object> items(@Nullable Object value) {
    return value instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
  }

  /** {@code "key=value"}: the maps of a list in which the key has this value. */
  private static Object where(@Nullable Object value, @Nullable Object given, Scope scope) {
    String[] pair = Python.text(given).split("=|:|\\|", 2);
    List<@Nullable Object> found = new ArrayList<>();
    for (Object item : items(value)) {
      if (item instanceof Map<?, ?> map
          && map.containsKey(pair[0])
          && (pair.length < 2 || Python.text(map.get(pair[0])).equals(pair[1]))) {
        found.add(item);
      }
    }
    return found;
  }

  private static Object sorted(@Nullable Object value, @Nullable Object key, boolean down) {
    List<@Nullable Object> list = items(value);
    for (Object item : list) {
      if (!(item instanceof Map<?, ?>)) {
        return "";
      }
    }
    String name = Python.text(key);
    list.sort(
        (a, b) -> {
          int order = Comparison.order(((Map<?, ?>) a).get(name), ((Map<?, ?>) b).get(name));
          return down ? -order : order;
        });
    return list;
  }
}
