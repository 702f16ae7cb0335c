package io.espalier.sandbox.klaviyo.django;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Dates by the two format languages: Django's letters and strftime's. */
final class DateFormat {
  private static final Map<Character, String> DJANGO =
      Map.ofEntries(
          Map.entry('d', "dd"),
          Map.entry('j', "d"),
          Map.entry('D', "EEE"),
          Map.entry('l', "EEEE"),
          Map.entry('m', "MM"),
          Map.entry('n', "M"),
          Map.entry('M', "MMM"),
          Map.entry('F', "MMMM"),
          Map.entry('y', "yy"),
          Map.entry('Y', "uuuu"),
          Map.entry('H', "HH"),
          Map.entry('G', "H"),
          Map.entry('h', "hh"),
          Map.entry('g', "h"),
          Map.entry('i', "mm"),
          Map.entry('s', "ss"),
          Map.entry('A', "a"),
          Map.entry('O', "xx"),
          Map.entry('b', "MMM"),
          Map.entry('E', "MMMM"),
          Map.entry('u', "SSSSSS"),
          Map.entry('T', "zzz"),
          Map.entry('z', "D"),
          Map.entry('c', "uuuu-MM-dd'T'HH:mm:ssxxx"));
  private static final Map<Character, String> STRFTIME =
      Map.ofEntries(
          Map.entry('d', "dd"),
          Map.entry('m', "MM"),
          Map.entry('Y', "uuuu"),
          Map.entry('y', "yy"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('M', "mm"),
          Map.entry('S', "ss"),
          Map.entry('p', "a"),
          Map.entry('A', "EEEE"),
          Map.entry('a', "EEE"),
          Map.entry('B', "MMMM"),
          Map.entry('b', "MMM"),
          Map.entry('j', "DDD"),
          Map.entry('z', "xx"));

  private static final List<String> MONTHS =
      List.of(
          "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.",
          "Dec.");

  private DateFormat() {}

  static String django(ZonedDateTime time, String format) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      String pattern = DJANGO.get(c);
      if (c == '\\' && i + 1 < format.length()) {
        i++;
        text.append(format.charAt(i));
      } else if (c == 'U') {
        text.append(time.toEpochSecond());
      } else if (c == 'e') {
        text.append(time.getZone().getId());
      } else if (c == 't') {
        text.append(time.toLocalDate().lengthOfMonth());
      } else if (c == 'L') {
        text.append(time.toLocalDate().isLeapYear() ? "True" : "False");
      } else if (c == 'P' || c == 'f') {
        text.append(clock(time, c == 'P'));
      } else if (c == 'S') {
        text.append(ordinal(time.getDayOfMonth()));
      } else if (c == 'w') {
        text.append(time.getDayOfWeek().getValue() % 7);
      } else if (c == 'o') {
        text.append(time.get(IsoFields.WEEK_BASED_YEAR));
      } else if (c == 'W') {
        text.append(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      } else if (c == 'N') {
        text.append(MONTHS.get(time.getMonthValue() - 1));
      } else if (c == 'a') {
        text.append(time.getHour() < 12 ? "a.m." : "p.m.");
      } else {
        text.append(pattern == null ? Character.toString(c) : formatted(time, pattern));
      }
    }
    return text.toString();
  }

  /** {@code 1:30}, {@code 1} for a full hour; with words {@code 1:30 p.m.}, {@code noon}. */
  private static String clock(ZonedDateTime time, boolean words) {
    if (words && time.getMinute() == 0 && time.getHour() % 12 == 0) {
      return time.getHour() == 0 ? "midnight" : "noon";
    }
    String hour = formatted(time, time.getMinute() == 0 ? "h" : "h:mm");
    return words ? hour + (time.getHour() < 12 ? " a.m." : " p.m.") : hour;
  }

  static String strftime(ZonedDateTime time, String format) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        text.append(c);
        continue;
      }
      i++;
      char letter = format.charAt(i);
      String pattern = STRFTIME.get(letter);
      text.append(pattern != null ? formatted(time, pattern) : letter == '%' ? "%" : "%" + letter);
    }
    return text.toString();
  }

  private static String formatted(ZonedDateTime time, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
  }

  private static String ordinal(int day) {
    if (day % 100 >= 11 && day % 100 <= 13) {
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
