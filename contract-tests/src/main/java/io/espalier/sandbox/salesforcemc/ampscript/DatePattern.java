package io.espalier.sandbox.salesforcemc.ampscript;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Date patterns. Those of FormatDate are not .NET's (github JoernBerkefeld/sfmc.guide, formatdate,
 * tried on an account): {@code mm} of its date pattern is the month, names of days take one letter
 * more, and {@code ddd} is a name of a day that is read as a pattern once more.
 */
final class DatePattern {
  private static final int CENTRAL_TO_UTC = 6;

  private DatePattern() {}

  /** FormatDate's second argument. */
  static String date(LocalDateTime time, String pattern, Locale locale) {
    if (pattern.length() == 1) {
      return standard(time, pattern, locale);
    }
    String months = pattern.replace('m', 'M').replace('D', 'd').replace('Y', 'y');
    return print(time, months, locale, true);
  }

  /** FormatDate's third argument, in which {@code mm} are the minutes. */
  static String time(LocalDateTime time, String pattern, Locale locale) {
    if (pattern.equalsIgnoreCase("h")) {
      throw Failures.runtime("FormatDate: the time pattern " + pattern + " is not valid");
    }
    return pattern.length() == 1
        ? standard(time, pattern, locale)
        : print(time, pattern.replace('M', 'm'), locale, true);
  }

  /** Format's pattern, which is .NET's. */
  static String net(LocalDateTime time, String pattern, Locale locale) {
    return pattern.length() == 1
        ? standard(time, pattern, locale)
        : print(time, pattern, locale, false);
  }

  /** One letter stands for a whole pattern; another one for itself. */
  private static String standard(LocalDateTime time, String letter, Locale locale) {
    LocalDateTime moment = letter.equals("U") ? time.plusHours(CENTRAL_TO_UTC) : time;
    String pattern =
        switch (letter) {
          case "d", "D" -> "M/d/yyyy";
          case "l", "L" -> "dddd, MMMM d, yyyy";
          case "M", "m" -> "MMMM d";
          case "y", "Y" -> "MMMM yyyy";
          case "t" -> "h:mm tt";
          case "T" -> "h:mm:ss tt";
          case "G", "g" -> "M/d/yyyy h:mm:ss tt";
          case "F", "f", "U" -> "dddd, MMMM d, yyyy h:mm:ss tt";
          case "s" -> "yyyy-MM-dd'T'HH:mm:ss";
          case "o", "O" -> "yyyy-MM-dd'T'HH:mm:ss'.0000000'";
          case "r", "R" -> "ddd, dd MMM yyyy HH:mm:ss 'GMT'";
          default -> "";
        };
    return pattern.isEmpty() ? letter : print(moment, pattern, locale, false);
  }

  private static String print(LocalDateTime time, String pattern, Locale locale, boolean shifted) {
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
      if (shifted && c == 'd' && length == 3) {
        out.append(readAgain(time, locale));
      } else {
        boolean name = shifted && c == 'd' && length > 3;
        out.append(part(time, c, name ? length - 1 : length, locale));
      }
      i = run;
    }
    return out.toString();
  }

  /** {@code Wednesday} becomes {@code We4ne74a26}. */
  private static String readAgain(LocalDateTime time, Locale locale) {
    StringBuilder out = new StringBuilder();
    String name = DateTimeFormatter.ofPattern("EEEE", locale).format(time);
    for (char c : name.toCharArray()) {
      out.append(
          switch (Character.toLowerCase(c)) {
            case 'd', 's', 'y', 'h', 't' -> part(time, Character.toLowerCase(c), 1, locale);
            case 'm' -> part(time, 'M', 1, locale);
            case 'f' -> "";
            default -> String.valueOf(c);
          });
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
