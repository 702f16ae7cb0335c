package io.espalier.rule;

import io.espalier.model.Cased;
import io.espalier.model.Consent;
import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes people with values that meet one another often: few of them, and on every edge. */
class ValueMaker {
  /** The clocks of St. John's went back over midnight, those of Lord Howe go by half an hour. */
  private static final List<String> ZONES =
      List.of("UTC", "Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata");

  private static final List<String> TEXTS =
      List.of(
          "UK",
          "uk",
          "Uk",
          "France",
          "Straße",
          "STRASSE",
          "strasse",
          "İstanbul",
          "istanbul",
          "ISTANBUL",
          "ıstanbul",
          "ΣΑΣ",
          "σας",
          "σασ",
          "É",
          "é",
          "E\u0301",
          "Ⱟ",
          "ⱟ",
          "Ꟁ",
          "ꟁ",
          "\u212A",
          "K",
          "k",
          "ǅ",
          "ǆ",
          "'; drop table people; --",
          "a\"b",
          "100%",
          "a_b",
          "a\\b",
          "?",
          "$1",
          "日本",
          "😀",
          "\uFFFD",
          "a\nb",
          "a\tb",
          "x\u0000y",
          "true",
          "0",
          "1.0",
          "NULL",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "ab",
          "abc",
          "bc",
          "ß",
          "ẞ");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "-1",
          "0.5",
          "0.333333333",
          "-0.000000001",
          "0.000000001",
          "1000",
          "999.99",
          "12345678901234567890.123456789",
          "-12345678901234567890.123456789",
          "7.25");

  final Random random;
  private final Moment moment;

  ValueMaker(long seed) {
    random = new Random(seed);
    ZoneId zone = ZoneId.of(pick(ZONES));
    Instant now =
        pick(
            List.of(
                Instant.parse("2026-03-31T12:00:00Z"),
                Instant.parse("2026-11-01T05:30:00Z"),
                Instant.parse("2010-11-07T02:40:00Z"),
                Instant.parse("2024-02-29T23:59:59.999999Z"),
                Instant.parse("2011-12-01T00:00:00Z")));
    moment = new Moment(now, zone);
  }

  public Moment moment() {
    return moment;
  }

  <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  public Profile profile(String key) {
    Map<String, Value> values = new HashMap<>();
    RuleMaker.SCHEMA
        .attributes()
        .forEach(
            (name, attribute) -> {
              if (chance(70)) {
                values.put(name, value(attribute.type()));
              }
            });
    Map<String, Consent.State> consents = new HashMap<>();
    if (chance(70)) {
      boolean subscribed = chance(50);
      consents.put(
          Consent.EMAIL,
          subscribed ? Consent.State.SUBSCRIBED : pick(List.of(Consent.State.values())));
    }
    return new Profile(new ProfileKey(key), values, Map.of(), consents);
  }

  /** Ids are unique within a type. */
  public List<Event> events() {
    List<Event> events = new ArrayList<>();
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      EventType type = pick(List.copyOf(RuleMaker.SCHEMA.events().values()));
      Map<String, Value> properties = new HashMap<>();
      type.properties()
          .forEach(
              (name, of) -> {
                if (chance(75)) {
                  properties.put(name, value(of));
                }
              });
      String id = pick(List.of("a", "B", "é", "\uE000", "😀", "10", "9")) + "-" + i;
      events.add(new Event(type.name(), id, instant(), properties));
    }
    return events;
  }

  Value value(ValueType type) {
    return switch (type) {
      case TEXT -> new Value.Text(text());
      case NUMBER -> number();
      case BOOL -> Value.flag(random.nextBoolean());
      case DATE -> new Value.Day(day());
      case DATETIME -> new Value.Moment(instant());
      case LIST -> new Value.TextList(texts());
    };
  }

  Value number() {
    return chance(80)
        ? Value.number(pick(NUMBERS))
        : new Value.Number(java.math.BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000, 9));
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  /** In NFC and stripped, as the store has it. */
  String text() {
    String text = Cased.nfc(rawText()).strip();
    return text.isBlank() ? "x" : text;
  }

  String rawText() {
    if (chance(85)) {
      return pick(TEXTS);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      int point = random.nextInt(chance(50) ? 0x2FFF : 0x10FFFF);
      text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
    }
    return text.toString();
  }

  Instant instant() {
    Instant base =
        pick(
            List.of(
                moment.now(),
                new Duration(30, Duration.Unit.DAY).from(moment.now(), false, moment.zone()),
                new Duration(90, Duration.Unit.DAY).from(moment.now(), false, moment.zone()),
                new Duration(1, Duration.Unit.MONTH).from(moment.now(), false, moment.zone()),
                moment.today().atStartOfDay(moment.zone()).toInstant(),
                moment.today().plusDays(1).atStartOfDay(moment.zone()).toInstant(),
                Instant.parse("2026-11-01T04:30:00Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z")));
    return base.plusNanos(
        1_000L
            * pick(
                List.of(0, 0, -1, 1, 3_600_000_000L, -86_400_000_000L).stream()
                    .map(Number::longValue)
                    .toList()));
  }

  LocalDate day() {
    LocalDate day = moment.today().plusDays(pick(List.of(0, 1, -1, -30, -31, 7, -90, -20_000)));
    return chance(80) ? day : chance(50) ? day.minusYears(20) : LocalDate.parse("2004-02-29");
  }
}
