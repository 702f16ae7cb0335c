package io.espalier.contract;

import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** People by chance, as hostile as data can be, with dates around the edges of what rules ask. */
final class PersonMaker {
  private static final List<String> TEXTS =
      List.of(
          "Ada",
          "0",
          "false",
          "O'Hara \"x\" \\ y",
          "<b>bold</b> & &amp; </script> ]]>",
          "%%=v(1)=%% %%[ set @a = 1 ]%% 100%",
          "{{ person }} {% if a %} {# b #}",
          "*|FNAME|* *|IF:X|* *|END:IF|*",
          "🙂 👩‍👩‍👧 🇬🇧",
          "שלום עולם",
          "Peru",
          "PERU",
          "istanbul",
          "ISTANBUL",
          "ÄRGER",
          "it's",
          "yes",
          "a\u0301b",
          "007",
          "2024-02-29",
          "x".repeat(200),
          "*|".repeat(20),
          "<a href=x>",
          "two\nlines",
          "a\tb",
          "a  b",
          " edge ",
          "none",
          "null",
          "-1",
          "1e5",
          "ß straße",
          "ǆungla",
          "ﬁne",
          "o'neill mc-donald",
          "&amp; &#65; &lt;",
          "%41 a+b a%20b",
          "?x=1&y=2#z",
          "\u202eabc\u202c",
          "a\u00a0b",
          "\\\"",
          "''",
          "=1+1",
          "|*",
          "%",
          "{");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "5",
          "-1",
          "1000",
          "10.5",
          "10.50",
          "123456.78",
          "0.1",
          "0.005",
          "2.675",
          "-0.004",
          "999.995",
          "4.999999999",
          "5.000000001",
          "99999999999",
          "0.000000001",
          "-1234.5");
  private static final List<LocalDate> DAYS =
      List.of(
          LocalDate.of(2024, 2, 29),
          LocalDate.of(2026, 2, 28),
          LocalDate.of(2026, 3, 29),
          LocalDate.of(2026, 10, 25),
          LocalDate.of(2025, 12, 31),
          LocalDate.of(1899, 12, 31));
  private static final List<String> ITEMS =
      List.of(
          "skiing",
          "a & b",
          "0",
          "x\"y",
          "😀",
          "*|A|*",
          "%%a%%",
          "{{ a }}",
          "Skiing",
          "<i>",
          "é,ß",
          "two\nlines",
          "x".repeat(60),
          "'");

  private final Random random;
  private final Instant now;

  PersonMaker(long seed, Instant now) {
    random = new Random(seed);
    this.now = now;
  }

  /** One person with what they did. */
  record Someone(Profile profile, List<Event> events) {}

  Someone person(int number) {
    Map<String, Value> values = new HashMap<>();
    String key = "c-" + number;
    // Each text once for sure, before chance has its turn.
    if (number < TEXTS.size()) {
      values.put("first_name", Value.text(TEXTS.get(number)));
    } else {
      maybe(values, "first_name", Value.text(any(TEXTS)));
    }
    maybe(values, "town", Value.text(any(random.nextBoolean() ? TEXTS : ModuleMaker.TOWNS)));
    maybe(values, "size", Value.text(any(ModuleMaker.SIZES)));
    // Each number too, so that each edge is met.
    if (number < 2 * NUMBERS.size()) {
      values.put("points", Value.number(NUMBERS.get(number % NUMBERS.size())));
    } else {
      maybe(values, "points", Value.number(any(NUMBERS)));
    }
    maybe(values, "spent", Value.number(any(NUMBERS)));
    maybe(values, "vip", Value.flag(random.nextBoolean()));
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    maybe(
        values,
        "birthday",
        new Value.Day(
            random.nextInt(4) == 0
                ? any(DAYS)
                : today.plusDays(any(List.of(-31, -30, -29, -1, 0, 1, 30, -10_000)))));
    maybe(
        values,
        "last_order",
        new Value.Moment(
            now.plusSeconds(86_400L * any(List.of(-31, -30, -29, -1, 0, 1)))
                .plusSeconds(any(List.of(-1, 0, 0, 1, 43_200)))));
    List<String> items = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      items.add(any(ITEMS));
    }
    maybe(values, "interests", Value.list(items));
    List<Event> events = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      events.add(
          new Event(
              "order",
              "o" + number + "-" + i,
              now.minusSeconds(86_400L * any(List.of(1, 29, 31, 400))),
              Map.of("amount", Value.number(any(List.of("10", "60", "99.5"))))));
    }
    return new Someone(
        new Profile(new ProfileKey(key), values, Map.of("regulars", random.nextBoolean())), events);
  }

  private void maybe(Map<String, Value> values, String name, Value value) {
    if (value.exists() && random.nextInt(4) != 0) {
      values.put(name, value);
    }
  }

  private <T> T any(List<T> among) {
    return among.get(random.nextInt(among.size()));
  }
}
