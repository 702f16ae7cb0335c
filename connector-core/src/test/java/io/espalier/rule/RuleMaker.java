package io.espalier.rule;

import io.espalier.model.Attribute;
import io.espalier.model.Cased;
import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Makes rules that pass the checker, and people on whom they are likely to bite. */
public final class RuleMaker {
  public static final Schema SCHEMA = schema();

  /** The clocks of Havana go back over midnight, those of Lord Howe by half an hour. */
  private static final List<String> ZONES =
      List.of("UTC", "Europe/London", "America/Havana", "Australia/Lord_Howe", "Asia/Kolkata");

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

  private static final List<String> PATTERNS =
      List.of(
          "a",
          "^a",
          "b$",
          "^uk$",
          "[A-Z]+",
          "[^a-z]",
          "\\d{1,3}",
          "(a|b)+c?",
          "a.b",
          "\\s",
          "\\W",
          "^.{2}$",
          "É",
          "[à-ü]",
          "s{2}",
          "^$",
          "(?:ab)*c",
          "\\$",
          "[.%_]",
          "k",
          "ß|ss",
          "\\\\",
          "(a*)*b",
          "^(a+)+$");

  private final Random random;
  private final Moment moment;

  public RuleMaker(long seed) {
    random = new Random(seed);
    ZoneId zone = ZoneId.of(pick(ZONES));
    Instant now =
        pick(
            List.of(
                Instant.parse("2026-03-31T12:00:00Z"),
                Instant.parse("2026-11-01T05:30:00Z"),
                Instant.parse("2024-02-29T23:59:59.999999Z"),
                Instant.parse("2011-12-01T00:00:00Z")));
    moment = new Moment(now, zone);
  }

  private static Schema schema() {
    List<Attribute> attributes =
        List.of(
            Attribute.of("country", ValueType.TEXT),
            Attribute.of("city", ValueType.TEXT),
            Attribute.of("now", ValueType.TEXT),
            Attribute.of("score.outdoor", ValueType.NUMBER),
            Attribute.of("spent", ValueType.NUMBER),
            Attribute.of("vip", ValueType.BOOL),
            Attribute.of("born", ValueType.DATE),
            Attribute.of("seen", ValueType.DATETIME),
            Attribute.of("tags", ValueType.LIST));
    Map<String, ValueType> order = new LinkedHashMap<>();
    order.put("amount", ValueType.NUMBER);
    order.put("title", ValueType.TEXT);
    order.put("in", ValueType.TEXT);
    order.put("gift", ValueType.BOOL);
    order.put("due", ValueType.DATE);
    order.put("paid", ValueType.DATETIME);
    order.put("skus", ValueType.LIST);
    EventType view = new EventType("view", Map.of("sku", ValueType.TEXT));
    return Schema.of(
        attributes, List.of(new EventType("order", order), view), Set.of("a-1", "b", "30d-c"));
  }

  public Moment moment() {
    return moment;
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  // People.

  public Profile profile(String key) {
    Map<String, Value> values = new HashMap<>();
    SCHEMA
        .attributes()
        .forEach(
            (name, attribute) -> {
              if (chance(70)) {
                values.put(name, value(attribute.type()));
              }
            });
    return new Profile(new ProfileKey(key), values, Map.of());
  }

  /** Ids are unique within a type. */
  public List<Event> events() {
    List<Event> events = new ArrayList<>();
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      EventType type = pick(List.copyOf(SCHEMA.events().values()));
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

  private Value value(ValueType type) {
    return switch (type) {
      case TEXT -> new Value.Text(text());
      case NUMBER -> number();
      case BOOL -> Value.flag(random.nextBoolean());
      case DATE -> new Value.Day(day());
      case DATETIME -> new Value.Moment(instant());
      case LIST -> new Value.TextList(texts());
    };
  }

  private Value number() {
    return chance(80)
        ? Value.number(pick(NUMBERS))
        : new Value.Number(java.math.BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000, 9));
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  /** In NFC and stripped, as the store has it. */
  private String text() {
    String text = Cased.nfc(rawText()).strip();
    return text.isBlank() ? "x" : text;
  }

  private String rawText() {
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

  private Instant instant() {
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

  private LocalDate day() {
    return moment.today().plusDays(pick(List.of(0, 1, -1, -30, -31, 7, -90, -20_000)));
  }

  // Rules.

  public Rule rule() {
    return rule(3, null);
  }

  /** A rule without {@code in_segment}. */
  public Rule rule(int depth, EventType event) {
    int kind = depth == 0 ? 9 : random.nextInt(10);
    if (kind == 0 || kind == 1) {
      return join(depth, event, kind == 0);
    } else if (kind == 2) {
      return new Rule.Not(rule(depth - 1, event), Span.NONE);
    } else if (kind == 3 && chance(10)) {
      return new Rule.Constant(random.nextBoolean(), Span.NONE);
    } else if (kind == 3) {
      return new Rule.Presence(
          variable(pick(List.of(ValueType.values())), event), random.nextBoolean(), Span.NONE);
    }
    return test(event);
  }

  private Rule join(int depth, EventType event, boolean and) {
    List<Rule> parts = new ArrayList<>();
    int count = 2 + random.nextInt(2);
    while (parts.size() < count) {
      Rule part = rule(depth - 1, event);
      if (and && part instanceof Rule.And inner) {
        parts.addAll(inner.parts());
      } else if (!and && part instanceof Rule.Or inner) {
        parts.addAll(inner.parts());
      } else {
        parts.add(part);
      }
    }
    return and ? new Rule.And(parts, Span.NONE) : new Rule.Or(parts, Span.NONE);
  }

  private Rule test(EventType event) {
    ValueType type = pick(List.of(ValueType.values()));
    Operand operand = variable(type, event);
    if (type == ValueType.LIST) {
      return new Rule.ListTest(
          operand,
          pick(List.of(ListOperator.values())),
          rawTexts(),
          random.nextBoolean(),
          Span.NONE);
    }
    boolean exact = type == ValueType.TEXT && chance(40);
    boolean ordered = type != ValueType.TEXT && type != ValueType.BOOL;
    switch (random.nextInt(4)) {
      case 0:
        return new Rule.In(operand, random.nextBoolean(), constants(type), exact, Span.NONE);
      case 1:
        if (type == ValueType.TEXT) {
          return textTest(operand, exact);
        } else if (ordered) {
          return new Rule.Between(operand, other(type, event), other(type, event), Span.NONE);
        }
        break;
      default:
        break;
    }
    Comparison comparison =
        pick(
            ordered ? List.of(Comparison.values()) : List.of(Comparison.EQUAL, Comparison.UNEQUAL));
    return new Rule.Compare(operand, comparison, other(type, event), exact, Span.NONE);
  }

  private Rule textTest(Operand operand, boolean exact) {
    TextOperator operator = pick(List.of(TextOperator.values()));
    String text = rawText();
    if (operator == TextOperator.MATCHES) {
      text = pick(PATTERNS);
    } else if (chance(60)) {
      int end = text.offsetByCodePoints(0, 1);
      text = text.substring(0, end);
    }
    return new Rule.TextTest(operand, operator, text, exact, Span.NONE);
  }

  private List<String> rawTexts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      texts.add(nonBlank());
    }
    return texts;
  }

  private String nonBlank() {
    String text = rawText();
    return text.isBlank() ? "x" : text;
  }

  private List<Value> constants(ValueType type) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      values.add(constant(calendarTwin(type)));
    }
    return values;
  }

  private Value constant(ValueType type) {
    return type == ValueType.TEXT ? new Value.Text(nonBlank()) : value(type);
  }

  private ValueType calendarTwin(ValueType type) {
    if (type == ValueType.DATE || type == ValueType.DATETIME) {
      return chance(50) ? ValueType.DATE : ValueType.DATETIME;
    }
    return type;
  }

  private Operand other(ValueType type, EventType event) {
    ValueType of = calendarTwin(type);
    if (chance(25)) {
      return variable(of, event);
    } else if (of == ValueType.DATETIME && chance(50)) {
      return new Operand.Now(shift(Duration.Unit.values()), Span.NONE);
    } else if (of == ValueType.DATE && chance(50)) {
      return new Operand.Today(
          shift(Duration.Unit.DAY, Duration.Unit.WEEK, Duration.Unit.MONTH, Duration.Unit.YEAR),
          Span.NONE);
    }
    return new Operand.Literal(constant(of), Span.NONE);
  }

  private Optional<Operand.Shift> shift(Duration.Unit... units) {
    return chance(30)
        ? Optional.empty()
        : Optional.of(new Operand.Shift(random.nextBoolean(), duration(units)));
  }

  private Duration duration(Duration.Unit... units) {
    return new Duration(pick(List.of(1, 2, 30, 90)), pick(List.of(units)));
  }

  /** An attribute, property or aggregate of a type. */
  public Operand variable(ValueType type, EventType event) {
    if (event != null) {
      List<String> names = new ArrayList<>();
      event
          .properties()
          .forEach(
              (name, of) -> {
                if (of == type) {
                  names.add(name);
                }
              });
      if (names.isEmpty()) {
        Value constant = type == ValueType.LIST ? null : constant(type);
        return constant == null
            ? new Operand.Attribute(event.properties().keySet().iterator().next(), Span.NONE)
            : new Operand.Literal(constant, Span.NONE);
      }
      return new Operand.Attribute(pick(names), Span.NONE);
    }
    if (chance(45)) {
      return aggregate(type);
    }
    List<String> names = new ArrayList<>();
    SCHEMA
        .attributes()
        .values()
        .forEach(
            a -> {
              if (a.type() == type) {
                names.add(a.name());
              }
            });
    return new Operand.Attribute(pick(names), Span.NONE);
  }

  private Operand aggregate(ValueType type) {
    EventType order = SCHEMA.event("order").orElseThrow();
    String property = null;
    Function function;
    if (type == ValueType.NUMBER) {
      function =
          pick(
              List.of(
                  Function.COUNT,
                  Function.SUM,
                  Function.AVG,
                  Function.DISTINCT,
                  Function.MIN,
                  Function.MAX,
                  Function.FIRST,
                  Function.LAST,
                  Function.DAYS_SINCE_LAST,
                  Function.MOST_FREQUENT));
      if (function == Function.DISTINCT) {
        property = pick(List.of("amount", "title", "gift", "due", "paid", "skus", "ts"));
      } else if (function != Function.COUNT && function != Function.DAYS_SINCE_LAST) {
        property = "amount";
      }
    } else {
      function =
          pick(
              type == ValueType.LIST
                  ? List.of(Function.FIRST, Function.LAST)
                  : List.of(Function.FIRST, Function.LAST, Function.MOST_FREQUENT));
      if ((type == ValueType.DATE || type == ValueType.DATETIME) && chance(40)) {
        function = pick(List.of(Function.MIN, Function.MAX));
      }
      property =
          switch (type) {
            case TEXT -> chance(50) ? "title" : "in";
            case BOOL -> "gift";
            case DATE -> "due";
            case DATETIME -> chance(50) ? "paid" : "ts";
            case LIST -> "skus";
            case NUMBER -> "amount";
          };
    }
    Optional<Rule> where = chance(40) ? Optional.of(where(order)) : Optional.empty();
    return new Operand.Aggregate(
        function, order.name(), Optional.ofNullable(property), where, window());
  }

  private Rule where(EventType order) {
    return rule(1, order);
  }

  private Window window() {
    Instant a = instant();
    return switch (random.nextInt(6)) {
      case 0 -> new Window.Last(duration(Duration.Unit.values()));
      case 1 -> new Window.Last(new Duration(30, Duration.Unit.DAY));
      case 2 ->
          new Window.Ago(new Duration(90, Duration.Unit.DAY), new Duration(30, Duration.Unit.DAY));
      case 3 -> new Window.Since(a);
      case 4 -> new Window.Fixed(a, a.plusSeconds(86_400L * pick(List.of(1, 30, 400))));
      default -> new Window.All();
    };
  }

  /** Values to be computed: one of each type. */
  public Map<String, Operand> values() {
    Map<String, Operand> values = new LinkedHashMap<>();
    for (ValueType type : ValueType.values()) {
      values.put("v_" + type.word(), variable(type, null));
    }
    values.put("v_now", new Operand.Now(shift(Duration.Unit.values()), Span.NONE));
    values.put("v_text", aggregate(ValueType.TEXT));
    values.put("v_avg", aggregate(ValueType.NUMBER));
    return values;
  }
}
