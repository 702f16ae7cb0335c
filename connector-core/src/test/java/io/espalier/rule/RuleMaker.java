package io.espalier.rule;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes rules that pass the checker, and people on whom they are likely to bite. */
public final class RuleMaker extends ValueMaker {
  public static final Schema SCHEMA = schema();

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

  public RuleMaker(long seed) {
    super(seed);
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
            Attribute.of("tags", ValueType.LIST),
            Attribute.of("lists", ValueType.LIST));
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
    } else if (kind == 3 && event == null && chance(60)) {
      return fact();
    } else if (kind == 3) {
      return new Rule.Presence(
          variable(pick(types(event)), event), random.nextBoolean(), Span.NONE);
    }
    return test(event);
  }

  private static List<ValueType> types(EventType event) {
    return event == null
        ? List.of(ValueType.values())
        : List.copyOf(new TreeSet<>(event.properties().values()));
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

  private Rule fact() {
    return switch (random.nextInt(6)) {
      case 0 -> new Rule.InList(nonBlank(), Span.NONE);
      case 1 -> new Rule.Consented(Consent.EMAIL, Consent.MARKETING, Span.NONE);
      case 2, 3 -> anniversary();
      default -> sequence();
    };
  }

  /** A condition on the day that comes again. */
  public Rule anniversary() {
    ValueType type = chance(70) ? ValueType.DATE : ValueType.DATETIME;
    List<Duration> to =
        List.of(
            new Duration(7, Duration.Unit.DAY),
            new Duration(1, Duration.Unit.MONTH),
            new Duration(40, Duration.Unit.WEEK),
            new Duration(1, Duration.Unit.YEAR));
    Duration from = new Duration(random.nextInt(3), Duration.Unit.DAY);
    return new Rule.Anniversary(variable(type, null), from, pick(to), Span.NONE);
  }

  /** Steps that a person's few events are likely to make. */
  public Rule sequence() {
    List<Rule.Step> steps = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    while (steps.size() < count) {
      EventType event = pick(List.copyOf(SCHEMA.events().values()));
      boolean first = steps.isEmpty();
      Optional<Rule> where = chance(20) ? Optional.of(rule(1, event)) : Optional.empty();
      Optional<Duration> within =
          first || chance(40)
              ? Optional.empty()
              : Optional.of(duration(Duration.Unit.HOUR, Duration.Unit.DAY, Duration.Unit.WEEK));
      steps.add(new Rule.Step(!first && chance(35), event.name(), where, within, Span.NONE));
    }
    return new Rule.Sequence(steps, window(), Span.NONE);
  }

  private Rule test(EventType event) {
    ValueType type = pick(types(event));
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
    if (event != null && type == ValueType.NUMBER && event.name().equals("order") && chance(15)) {
      return part(event);
    } else if (event != null) {
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
    if (type == ValueType.NUMBER && chance(15)) {
      return part(null);
    } else if (chance(45)) {
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

  private Operand part(EventType event) {
    PartKind kind = pick(List.of(PartKind.values()));
    ValueType of =
        kind == PartKind.SIZE ? ValueType.LIST : chance(50) ? ValueType.DATE : ValueType.DATETIME;
    return new Operand.Part(kind, variable(of, event), Span.NONE);
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
