package io.espalier.sandbox.salesforcemc.ampscript;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates in text, in ISO, American and English spelling; months come before days. */
public final class DateText {
  private static final ZoneOffset CENTRAL = ZoneOffset.ofHours(-6);
  private static final String TIME =
      "(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?\\s*([AaPp][Mm])?\\s*"
          + "(Z|[+-]\\d{2}:?\\d{2})?)?";
  private static final Pattern ISO = Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})" + TIME);
  private static final Pattern AMERICAN =
      Pattern.compile("(\\d{1,2})[-/](\\d{1,2})[-/](\\d{4})" + TIME);
  private static final Pattern ENGLISH =
      Pattern.compile("([A-Za-z]{3,9})\\.? (\\d{1,2}),? (\\d{4})" + TIME);
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a", Locale.US);

  private DateText() {}

  /** {@code 4/21/2022 6:56:27 AM}. */
  public static String shown(LocalDateTime time) {
    return SHOWN.format(time);
  }

  /**
   * The moment; a time with an offset is brought to Central time (assumed: no document says). Empty
   * where the text is no date.
   */
  public static Optional<LocalDateTime> parse(String raw) {
    String text = raw.strip();
    try {
      Matcher iso = ISO.matcher(text);
      if (iso.matches()) {
        return Optional.of(moment(iso, group(iso, 1), group(iso, 2), group(iso, 3)));
      }
      Matcher american = AMERICAN.matcher(text);
      if (american.matches()) {
        return Optional.of(
            moment(american, group(american, 3), group(american, 1), group(american, 2)));
      }
      Matcher english = ENGLISH.matcher(text);
      if (english.matches()) {
        int month = 1 + MONTHS.indexOf(english.group(1).substring(0, 3).toLowerCase(Locale.ROOT));
        return Optional.of(moment(english, group(english, 3), month, group(english, 2)));
      }
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDateTime moment(Matcher parts, int year, int month, int day) {
    int hour = group(parts, 4);
    String half = parts.group(8);
    if (half != null) {
      if (hour < 1 || hour > 12) {
        throw new DateTimeException("hour");
      }
      hour = hour % 12 + (half.toLowerCase(Locale.ROOT).equals("pm") ? 12 : 0);
    }
    LocalDateTime time =
        LocalDateTime.of(year, month, day, hour, group(parts, 5), group(parts, 6))
            .plusNanos(nanos(parts.group(7)));
    String offset = parts.group(9);
    return offset == null
        ? time
        : time.atOffset(ZoneOffset.of(offset)).withOffsetSameInstant(CENTRAL).toLocalDateTime();
  }

  private static int group(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static long nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Long.parseLong((fraction + "000000000").substring(0, 9));
  }
}
