package io.espalier.sandbox.salesforcemc.ampscript;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** .NET's date patterns, as FormatDate takes them. */
final class DatePattern {
  private DatePattern() {}

  /** In the date's pattern {@code mm} is the month: the time has a pattern of its own. */
  static String date(LocalDateTime time, String pattern, Locale locale) {
    return print(time, standard(pattern).replace('m', 'M'), locale);
  }

  static String time(LocalDateTime time, String pattern, Locale locale) {
    return print(time, pattern.length() == 1 ? standard(pattern) : pattern, locale);
  }

  private static String standard(String pattern) {
    switch (pattern) {
      case "d":
        return "M/d/yyyy";
      case "D":
      case "l":
      case "L":
        return "dddd, MMMM d, yyyy";
      case "M":
      case "m":
        return "MMMM d";
      case "y":
      case "Y":
        return "MMMM yyyy";
      case "t":
        return "h:mm tt";
      case "T":
        return "h:mm:ss tt";
      default:
        return pattern;
    }
  }

  private static String print(LocalDateTime time, String pattern, Locale locale) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      int run = i;
      while (run < pattern.length() && pattern.charAt(run) == c) {
        run++;
      }
      int length = run - i;
      if (c == '\'' || c == '"') {
        int close = pattern.indexOf(c, i + 1);
        int end = close < 0 ? pattern.length() : close;
        out.append(pattern, i + 1, end);
        i = close < 0 ? end : end + 1;
        continue;
      }
      out.append(part(time, c, length, locale));
      i = run;
    }
    return out.toString();
  }

  private static String part(LocalDateTime time, char c, int length, Locale locale) {
    String letters =
        switch (c) {
          case 'd' -> length <= 2 ? "d".repeat(length) : length == 3 ? "EEE" : "EEEE";
          case 'M' -> "M".repeat(Math.min(length, 4));
          case 'y', 'Y' -> length <= 2 ? "yy" : "yyyy";
          case 'H' -> length == 1 ? "H" : "HH";
          case 'h' -> length == 1 ? "h" : "hh";
          case 'm' -> length == 1 ? "m" : "mm";
          case 's' -> length == 1 ? "s" : "ss";
          case 't' -> "a";
          default -> "";
        };
    if (letters.isEmpty()) {
      return String.valueOf(c).repeat(length);
    }
    String printed = DateTimeFormatter.ofPattern(letters, locale).format(time);
    return c == 't' && length == 1 ? printed.substring(0, 1) : printed;
  }
}
