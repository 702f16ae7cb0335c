package io.espalier.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Value;
import io.espalier.template.Filter.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormatsTest {

  private static String shown(Value value, Kind kind, String pattern, ZoneId zone) {
    return Formats.apply(value, List.of(new Filter(kind, pattern)), zone).orElse("(missing)");
  }

  private static String number(String digits, String pattern) {
    return shown(Value.number(digits), Kind.NUMBER, pattern, ZoneOffset.UTC);
  }

  @Test
  void halvesAreRoundedAwayFromZeroAndSignsAreNobodysLocale() {
    assertEquals("1,234,567.13", number("1234567.125", "#,##0.00"));
    assertEquals("2.3", number("2.25", "0.0"));
    assertEquals("-2.3", number("-2.25", "0.0"));
    assertEquals("12345678901234567890.5", number("12345678901234567890.45", "0.0"));
    assertEquals("40%", number("0.4", "0%"));
  }

  @Test
  void aDatetimeBecomesADayInTheProjectsZone() {
    Value moment = new Value.Moment(Instant.parse("2026-11-30T23:30:00Z"));
    assertEquals("30 November 2026", shown(moment, Kind.DATE, "d MMMM yyyy", ZoneOffset.UTC));
    assertEquals(
        "1 December 2026", shown(moment, Kind.DATE, "d MMMM yyyy", ZoneId.of("Europe/Paris")));
    Value day = new Value.Day(LocalDate.of(2026, 11, 23));
    assertEquals("Mon 23", shown(day, Kind.DATE, "EEE d", ZoneId.of("Asia/Tokyo")));
  }

  @Test
  void whatIsMissingStaysMissing() {
    Filter upper = new Filter(Kind.UPPER, "");
    assertEquals(Optional.empty(), Formats.apply(Value.NOTHING, List.of(upper), ZoneOffset.UTC));
  }

  @Test
  void withoutAFilterAValueIsItsNeutralText() {
    assertEquals(Optional.of("10"), Formats.apply(Value.number("1E+1"), List.of(), ZoneOffset.UTC));
    assertEquals(Optional.of("true"), Formats.apply(Value.flag(true), List.of(), ZoneOffset.UTC));
  }
}
