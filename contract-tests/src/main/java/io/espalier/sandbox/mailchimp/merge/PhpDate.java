package io.espalier.sandbox.mailchimp.merge;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** {@code DATE:F j, Y}: a date by PHP's format letters, in English. */
final class PhpDate {
  private static final Map<Character, String> LETTERS =
      Map.ofEntries(
          Map.entry('d', "dd"),
          Map.entry('D', "EEE"),
          Map.entry('j', "d"),
          Map.entry('l', "EEEE"),
          Map.entry('F', "MMMM"),
          Map.entry('m', "MM"),
          Map.entry('M', "MMM"),
          Map.entry('n', "M"),
          Map.entry('Y', "uuuu"),
          Map.entry('y', "uu"),
          Map.entry('A', "a"),
          Map.entry('g', "h"),
          Map.entry('G', "H"),
          Map.entry('h', "hh"),
          Map.entry('H', "HH"),
          Map.entry('i', "mm"),
          Map.entry('s', "ss"),
          Map.entry('e', "VV"),
          Map.entry('T', "zzz"),
          Map.entry('P', "xxx"),
          Map.entry('O', "xx"));

  private PhpDate() {}

  /** A letter that PHP has no meaning for prints as it is; a backslash quotes the next one. */
  static String print(String format, ZonedDateTime moment) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char letter = format.charAt(i);
      String pattern = LETTERS.get(letter);
      if (letter == '\\' && i + 1 < format.length()) {
        text.append(format.charAt(++i));
      } else if (pattern != null) {
        text.append(DateTimeFormatter.ofPattern(pattern, Locale.US).format(moment));
      } else {
        text.append(computed(letter, moment));
      }
    }
    return text.toString();
  }

  private static String computed(char letter, ZonedDateTime moment) {
    return switch (letter) {
      case 'a' ->
          DateTimeFormatter.ofPattern("a", Locale.US).format(moment).toLowerCase(Locale.ROOT);
      case 'S' -> ordinal(moment.getDayOfMonth());
      case 'N' -> Integer.toString(moment.getDayOfWeek().getValue());
      case 'w' -> Integer.toString(moment.getDayOfWeek().getValue() % 7);
      case 'z' -> Integer.toString(moment.getDayOfYear() - 1);
      case 't' -> Integer.toString(moment.toLocalDate().lengthOfMonth());
      case 'L' -> moment.toLocalDate().isLeapYear() ? "1" : "0";
      case 'U' -> Long.toString(moment.toEpochSecond());
      default -> Character.toString(letter);
    };
  }

  private static String ordinal(int day) {
    if (day >= 11 && day <= 13) {
      return "th";
    }
    return switch (day % 10) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    };
  }
}
