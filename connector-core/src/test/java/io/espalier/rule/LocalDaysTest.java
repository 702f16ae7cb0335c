package io.espalier.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDaysTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC", "Europe/London", "America/New_York", "America/St_Johns", "Australia/Lord_Howe",
        "Pacific/Apia", "Asia/Kolkata", "+05:30", "America/Sao_Paulo", "Africa/Casablanca"
      })
  void dayIsThatOfTheJdkFrom1900To2100(String name) {
    ZoneId zone = ZoneId.of(name);
    LocalDays days = LocalDays.of(zone);
    Instant at = Instant.parse("1900-01-01T00:00:00Z");
    while (at.isBefore(Instant.parse("2100-01-01T00:00:00Z"))) {
      assertEquals(LocalDate.ofInstant(at, zone), days.day(at), at + " in " + zone);
      at = at.plusSeconds(40_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/London", "Australia/Lord_Howe", "America/Sao_Paulo"})
  void startIsTheFirstInstantOfADay(String name) {
    LocalDays days = LocalDays.of(ZoneId.of(name));
    LocalDate day = LocalDate.parse("2017-01-01");
    for (int i = 0; i < 800; i++) {
      LocalDate next = day.plusDays(i);
      Instant start = days.start(next).orElseThrow();
      assertEquals(next, days.day(start));
      assertEquals(next.minusDays(1), days.day(start.minusNanos(1)));
    }
  }

  @Test
  void dayThatWasLeftOutStartsWhereTheNextDoes() {
    // Samoa had no 30 December 2011.
    LocalDays days = LocalDays.of(ZoneId.of("Pacific/Apia"));
    Optional<Instant> jump = Optional.of(Instant.parse("2011-12-30T10:00:00Z"));
    assertEquals(jump, days.start(LocalDate.parse("2011-12-30")));
    assertEquals(jump, days.start(LocalDate.parse("2011-12-31")));
  }

  @Test
  void dayThatBeganTwiceHasNoStart() {
    // St. John's went back from 00:01 to 23:01 of the day before.
    LocalDays days = LocalDays.of(ZoneId.of("America/St_Johns"));
    assertEquals(Optional.empty(), days.start(LocalDate.parse("2010-11-07")));
    assertEquals(
        Optional.of(Instant.parse("2010-11-08T03:30:00Z")),
        days.start(LocalDate.parse("2010-11-08")));
  }
}
