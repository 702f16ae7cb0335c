package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Case, trimming, cutting and replacing. */
final class TextFilters {
  private static final Pattern WORD = Pattern.compile("(?<![\\p{L}0-9])\\p{L}+(?:'\\p{L}+)*");

  private TextFilters() {}

  static void addTo(Map<String, Filter> filters) {
    plain(filters, true, text -> text.toLowerCase(Locale.ROOT), "lower", "downcase");
    plain(filters, false, text -> text.toUpperCase(Locale.ROOT), "upper", "upcase");
    plain(filters, true, TextFilters::capital, "capfirst", "capitalize");
    plain(filters, true, TextFilters::title, "title");
    plain(filters, true, String::strip, "strip");
    plain(filters, true, String::stripLeading, "lstrip");
    plain(filters, true, String::stripTrailing, "rstrip");
    plain(filters, true, text -> text.replaceAll("[\\r\\n]+", ""), "strip_newlines");
    plain(filters, true, text -> text.replaceAll("<[^>]*>", ""), "striptags", "strip_html");
    plain(filters, true, text -> text.replaceAll("^/+|/+$", ""), "trim_slash");
    for (String name : List.of("linebreaksbr", "newline_to_br")) {
      filters.put(name, new Filter(Filter.Argument.NONE, true, TextFilters::breaks));
    }
    with(filters, "append", (text, given) -> text + given);
    with(filters, "prepend", (text, given) -> given + text);
    with(filters, "remove", (text, given) -> text.replace(given, ""));
    with(filters, "cut", (text, given) -> text.replace(given, ""));
    with(filters, "remove_first", (text, given) -> replaceAt(text, text.indexOf(given), given, ""));
    with(
        filters,
        "remove_last",
        (text, given) -> replaceAt(text, text.lastIndexOf(given), given, ""));
    with(filters, "find_replace", (text, given) -> text.replace(half(given, 0), half(given, 1)));
    with(
        filters,
        "replace_first",
        (text, given) ->
            replaceAt(text, text.indexOf(half(given, 0)), half(given, 0), half(given, 1)));
    with(
        filters,
        "replace_last",
        (text, given) ->
            replaceAt(text, text.lastIndexOf(half(given, 0)), half(given, 0), half(given, 1)));
    for (String name : List.of("truncatechars", "truncate")) {
      filters.put(name, Filter.text(Filter.Argument.REQUIRED, true, TextFilters::truncated));
    }
    filters.put(
        "split",
        Filter.text(
            Filter.Argument.REQUIRED,
            false,
            (text, given) -> {
              String separator = Python.text(given);
              if (separator.isEmpty()) {
                throw new TemplateFault("empty separator");
              }
              return new ArrayList<Object>(List.of(text.split(Pattern.quote(separator), -1)));
            }));
  }

  /** A text filter whose argument is a text too. */
  private interface Two {
    String apply(String text, String given);
  }

  private static void plain(
      Map<String, Filter> filters, boolean keepsSafe, UnaryOperator<String> work, String... names) {
    for (String name : names) {
      filters.put(
          name, Filter.text(Filter.Argument.NONE, keepsSafe, (text, given) -> work.apply(text)));
    }
  }

  private static void with(Map<String, Filter> filters, String name, Two work) {
    filters.put(
        name,
        Filter.text(
            Filter.Argument.REQUIRED,
            false,
            (text, given) -> work.apply(text, Python.text(given))));
  }

  private static String capital(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int end = text.offsetByCodePoints(0, 1);
    return text.substring(0, end).toUpperCase(Locale.ROOT) + text.substring(end);
  }

  private static String title(String text) {
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    return words.replaceAll(word -> Matcher.quoteReplacement(capital(word.group())));
  }

  private static Object breaks(@Nullable Object value, @Nullable Object given, Scope scope) {
    String text = Python.text(value).replace("\r\n", "\n").replace('\r', '\n');
    boolean escape = scope.autoescape() && !(value instanceof Safe);
    return new Safe((escape ? Escaping.html(text) : text).replace("\n", "<br>"));
  }

  private static String replaceAt(String text, int at, String old, String replacement) {
    return at < 0 ? text : text.substring(0, at) + replacement + text.substring(at + old.length());
  }

  private static String half(String pair, int index) {
    int bar = pair.indexOf('|');
    if (bar < 0) {
      throw new TemplateFault("the argument must be \"old|new\": " + pair);
    }
    return index == 0 ? pair.substring(0, bar) : pair.substring(bar + 1);
  }

  private static String truncated(String text, @Nullable Object given) {
    var length = Coercion.whole(given);
    int points = text.codePointCount(0, text.length());
    if (length == null || length.intValue() >= points) {
      return text;
    }
    int kept = Math.max(0, length.intValue() - 1);
    return text.substring(0, text.offsetByCodePoints(0, kept)) + "…";
  }
}
