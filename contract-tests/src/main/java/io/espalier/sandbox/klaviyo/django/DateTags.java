package io.espalier.sandbox.klaviyo.django;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** now, today and the current_… tags, all in the account's time zone and in English. */
final class DateTags {
  private DateTags() {}

  static void addTo(Map<String, Tag> tags) {
    current(tags, "day", now -> Integer.toString(now.getDayOfMonth()));
    current(
        tags, "weekday", now -> now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    current(tags, "month", now -> Integer.toString(now.getMonthValue()));
    current(
        tags, "month_name", now -> now.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    current(tags, "year", now -> Integer.toString(now.getYear()));
    tags.put("now", DateTags::now);
    tags.put("today", DateTags::today);
  }

  private static void current(
      Map<String, Tag> tags, String part, Function<ZonedDateTime, String> text) {
    tags.put(
        "current_" + part,
        (parser, words) -> {
          if (words.size() != 1) {
            throw new TemplateFault("'current_" + part + "' takes no argument");
          }
          return (scope, out) -> out.append(text.apply(scope.setting().now()));
        });
  }

  private static Node now(Parser parser, List<String> words) {
    boolean named = words.size() == 4 && words.get(2).equals("as");
    if (words.size() != 2 && !named) {
      throw new TemplateFault("'now' statement takes one argument");
    }
    String format = quoted(words.get(1));
    return (scope, out) -> {
      String text = DateFormat.django(scope.setting().now(), format);
      if (named) {
        scope.set(words.get(3), text);
      } else {
        out.append(text);
      }
    };
  }

  private static Node today(Parser parser, List<String> words) {
    if (words.size() != 4 || !words.get(2).equals("as")) {
      throw new TemplateFault(
          "'today' takes a format and a name: {% today \"%Y-%m-%d\" as today %}");
    }
    String format = quoted(words.get(1));
    return (scope, out) ->
        scope.set(words.get(3), DateFormat.strftime(scope.setting().now(), format));
  }

  private static String quoted(String word) {
    boolean quotes = word.length() > 1 && (word.startsWith("'") || word.startsWith("\""));
    if (!quotes || word.charAt(word.length() - 1) != word.charAt(0)) {
      throw new TemplateFault("a date format must be in quotes: " + word);
    }
    return FilterExpression.unquoted(word).text();
  }
}
