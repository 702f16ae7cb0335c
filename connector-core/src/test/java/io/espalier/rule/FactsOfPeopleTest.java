package io.espalier.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Consent;
import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists, consent, sequences and anniversaries: what each means. */
class FactsOfPeopleTest {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");

  private static boolean test(String text, Instant now, Profile profile, List<Event> events) {
    Origin origin = Origin.of("rule", text);
    Rule rule = RuleParser.parse(text, origin).value().orElseThrow();
    assertEquals(List.of(), RuleChecker.check(rule, RuleMaker.SCHEMA, origin));
    return new RuleEvaluator(RuleMaker.SCHEMA, new Moment(now, LONDON), Map.of())
        .test(rule, profile, events);
  }

  private static Profile profile(Map<String, Value> values, Map<String, Consent.State> consents) {
    return new Profile(new ProfileKey("p"), values, Map.of(), consents);
  }

  @Test
  void listIsFoundByItsNameInAnyCase() {
    Profile member = profile(Map.of("lists", new Value.TextList(List.of("VIP 2"))), Map.of());
    Profile nobody = profile(Map.of(), Map.of());
    assertEquals(true, test("in_list \"vip 2\"", NOW, member, List.of()));
    assertEquals(false, test("in_list vip", NOW, member, List.of()));
    assertEquals(false, test("in_list \"vip 2\"", NOW, nobody, List.of()));
    assertEquals(true, test("not in_list \"vip 2\"", NOW, nobody, List.of()));
  }

  @ParameterizedTest
  @EnumSource(Consent.State.class)
  void onlySubscribedIsConsent(Consent.State state) {
    Profile profile = profile(Map.of(), Map.of(Consent.EMAIL, state));
    assertEquals(
        state == Consent.State.SUBSCRIBED,
        test("consent(email, marketing)", NOW, profile, List.of()));
  }

  @Test
  void unknownConsentIsNone() {
    Profile profile = profile(Map.of(), Map.of());
    assertEquals(false, test("consent(email, marketing)", NOW, profile, List.of()));
    assertEquals(true, test("not consent(email, marketing)", NOW, profile, List.of()));
  }

  /** Events as {@code view@-48}: hours from now. */
  private static List<Event> events(String text) {
    List<Event> events = new ArrayList<>();
    for (String event : text.split(" ", -1)) {
      int at = event.indexOf('@');
      long minutes = Math.round(Double.parseDouble(event.substring(at + 1)) * 60);
      events.add(
          new Event(
              event.substring(0, at),
              "e" + events.size(),
              NOW.plusSeconds(minutes * 60),
              Map.of()));
    }
    return events;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sequence(view, then order) | view@-2 order@-1 | true",
        "sequence(view, then order) | order@-2 view@-1 | false",
        "sequence(view, then order) | view@-1 order@-1 | false",
        "sequence(view, then order) | view@-1 order@1 | false",
        "sequence(order, then order) | order@-1 | false",
        "sequence(order, then order) | order@-2 order@-1 | true",
        "sequence(view, then order within 1h) | view@-2 order@-1 | true",
        "sequence(view, then order within 1h) | view@-2.1 order@-1 | false",
        "sequence(view, then order within 1h) | view@-5 view@-1.5 order@-1 | true",
        "sequence(view, then order, 1d) | view@-24 order@-1 | true",
        "sequence(view, then order, 1d) | view@-24.1 order@-1 | false",
        "sequence(view, then order, 2d..1d) | view@-30 order@-1 | true",
        "sequence(view, then order, 2d..1d) | view@-24 order@-1 | false",
        "sequence(view, then not order within 1h) | view@-1 | true",
        "sequence(view, then not order within 1h) | view@-0.9 | false",
        "sequence(view, then not order within 1h) | view@-5 order@-4 | false",
        "sequence(view, then not order within 1h) | view@-5 order@-3.9 | true",
        "sequence(view, then not order within 1h) | view@-5 order@-5 | true",
        "sequence(view, then not order) | view@-5 order@-4 view@-3 | true",
        "sequence(view, then not order) | view@-5 order@-4 | false",
        "sequence(view, then not order, then view) | view@-5 order@-4 view@-3 | false",
        "sequence(view, then not order, then view) | view@-5 order@-3 view@-3 | true",
        "sequence(view, then not order within 1h, then view) | view@-5 view@-4.5 | true",
        "sequence(view, then order, then not view within 1h) | view@-5 order@-4 view@-1 | true",
      })
  void sequenceIsFoundInTheOrderOfTime(String rule, String events, boolean found) {
    Profile profile = profile(Map.of(), Map.of());
    assertEquals(found, test(rule, NOW, profile, events(events)));
  }

  @ParameterizedTest
  @CsvSource({
    "1990-03-31, 0d..1d, true",
    "1990-03-31, 1d..7d, false",
    "1990-04-06, 0d..7d, true",
    "1990-04-07, 0d..7d, false",
    "1990-03-30, 0d..1y, true",
    "2026-03-31, 0d..7d, false",
    "2025-03-31, 0d..7d, true",
  })
  void anniversaryIsTheDayInALaterYear(String day, String days, boolean expected) {
    Profile profile = profile(Map.of("born", new Value.Day(LocalDate.parse(day))), Map.of());
    assertEquals(expected, test("anniversary(born, " + days + ")", NOW, profile, List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-28T12:00:00Z, true",
    "2026-03-01T12:00:00Z, false",
    "2028-02-28T12:00:00Z, false",
    "2028-02-29T12:00:00Z, true",
    "2027-12-31T12:00:00Z, false",
  })
  void leapDayIsKeptOnTheTwentyEighth(String now, boolean expected) {
    Profile profile = profile(Map.of("born", new Value.Day(LocalDate.of(2004, 2, 29))), Map.of());
    assertEquals(
        expected, test("anniversary(born, 0d..1d)", Instant.parse(now), profile, List.of()));
  }

  @Test
  void anniversaryOfAnInstantIsThatOfItsLocalDay() {
    // 23:30 UTC of the 31st of May is the 1st of June in London.
    Profile profile =
        profile(Map.of("seen", new Value.Moment(Instant.parse("2024-05-31T23:30:00Z"))), Map.of());
    Instant june = Instant.parse("2026-06-01T12:00:00Z");
    assertEquals(true, test("anniversary(seen, 0d..1d)", june, profile, List.of()));
    assertEquals(false, test("anniversary(born, 0d..1y)", june, profile, List.of()));
  }
}
