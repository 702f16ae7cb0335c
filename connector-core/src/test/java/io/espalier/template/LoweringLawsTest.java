package io.espalier.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Attribute;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Duration;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.Span;
import io.espalier.rule.TextOperator;
import io.espalier.template.MergeLanguage.Grouping;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LoweringLawsTest {
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              Attribute.of("n", ValueType.NUMBER),
              Attribute.of("m", ValueType.NUMBER),
              Attribute.of("t", ValueType.TEXT),
              Attribute.of("b", ValueType.BOOL),
              Attribute.of("d", ValueType.DATE),
              Attribute.of("w", ValueType.DATETIME),
              Attribute.of("l", ValueType.LIST)),
          List.of(),
          Set.of("s"));
  private static final Instant NOW = Instant.parse("2026-03-10T09:30:00Z");
  private static final RuleEvaluator RULES =
      new RuleEvaluator(SCHEMA, new Moment(NOW, ZoneOffset.UTC), Map.of());

  @Property(tries = 1_500)
  void whatIsPrintedAndExecutedIsWhatTheEvaluatorSays(
      @ForAll("templates") Template template,
      @ForAll("people") Profile person,
      @ForAll Grouping grouping,
      @ForAll Set<Comparison> sayable,
      @ForAll boolean saysNot,
      @ForAll boolean saysExists) {
    check(template, person, new ToyLanguage(grouping, sayable, saysNot, saysExists));
  }

  @Property(tries = 1_500)
  void aLanguageThatSaysAllAgreesToo(
      @ForAll("templates") Template template,
      @ForAll("people") Profile person,
      @ForAll Grouping grouping) {
    check(template, person, ToyLanguage.able(grouping));
  }

  /** Small rules on purpose: what a big one hides, one comparison shows. */
  @Property(tries = 4_000)
  void oneConditionIsItsRule(
      @ForAll("smallRules") Rule rule,
      @ForAll("people") Profile person,
      @ForAll Grouping grouping,
      @ForAll Set<Comparison> sayable) {
    Template yes = new Template.Text("yes", Context.HTML);
    Template no = new Template.Text("no", Context.HTML);
    Template.Branch branch = new Template.Branch(rule, yes, Place.file("x"));
    check(
        new Template.Choose(List.of(branch), no),
        person,
        new ToyLanguage(grouping, sayable, true, true));
    check(new Template.Choose(List.of(branch), no), person, ToyLanguage.able(grouping));
  }

  @Property(tries = 500)
  void aLineSaysWhatTheEvaluatorSaysWhereTheLanguageCannotChooseInIt(
      @ForAll("templates") Template template,
      @ForAll("people") Profile person,
      @ForAll Grouping grouping) {
    Template line = plain(template);
    ToyLanguage language = ToyLanguage.able(grouping);
    Map<String, Field> fields = fields();
    Requirements needed =
        Lowering.requirements(
            List.of(),
            List.of(line),
            language,
            SCHEMA,
            n -> Optional.ofNullable(fields.get(n)),
            ZoneOffset.UTC);
    Map<String, Value> values = values(needed, fields, person);
    TemplatePrinter.Printed printed =
        new TemplatePrinter(language, SCHEMA, n -> Optional.ofNullable(fields.get(n)))
            .printLine(line);
    String text = printed.text().orElseThrow();
    assertEquals(needed, printed.requirements(), "required before is read after");
    assertEquals(false, !language.choosesInLines() && text.contains("«if"), text);
    String meant =
        new TemplateEvaluator(rule -> RULES.test(rule, person, List.of()), person, ZoneOffset.UTC)
            .render(line);
    assertEquals(meant.strip(), language.execute(text, values, NOW).strip(), text);
  }

  private static Template plain(Template template) {
    if (template instanceof Template.Text text) {
      return new Template.Text(text.copy(), Context.PLAIN);
    } else if (template instanceof Template.Output o) {
      return new Template.Output(
          o.attribute(), o.type(), o.filters(), o.fallback(), Context.PLAIN, o.place());
    } else if (template instanceof Template.Choose choose) {
      return new Template.Choose(
          choose.branches().stream()
              .map(b -> new Template.Branch(b.test(), plain(b.body()), b.place()))
              .toList(),
          plain(choose.otherwise()));
    } else if (template instanceof Template.Sequence sequence) {
      return new Template.Sequence(sequence.parts().stream().map(LoweringLawsTest::plain).toList());
    } else if (template instanceof Template.Each each) {
      return new Template.Each(
          each.attribute(),
          each.bodies().stream().map(LoweringLawsTest::plain).toList(),
          plain(each.empty()),
          each.place());
    }
    return Template.EMPTY;
  }

  private static Map<String, Field> fields() {
    Map<String, Field> fields = new HashMap<>();
    SCHEMA
        .attributes()
        .values()
        .forEach(
            a -> fields.put(a.name(), new Field(a.name(), "F" + a.name(), a.type(), List.of())));
    return fields;
  }

  /** What is synced for a person; the derived fields are added to the others. */
  private static Map<String, Value> values(
      Requirements needed, Map<String, Field> fields, Profile person) {
    Map<String, Value> values = new HashMap<>();
    person.attributes().forEach((name, value) -> values.put("F" + name, value));
    needed
        .derived()
        .forEach(
            (name, derived) -> {
              fields.put(name, new Field(name, "F" + name, ValueType.TEXT, List.of()));
              values.put(
                  "F" + name,
                  DerivedValues.of(
                      derived,
                      person,
                      rule -> RULES.test(rule, person, List.of()),
                      ZoneOffset.UTC));
            });
    return values;
  }

  @Provide
  Arbitrary<Rule> smallRules() {
    return rule(1);
  }

  private static void check(Template template, Profile person, ToyLanguage language) {
    Map<String, Field> fields = fields();
    Predicate<Rule> holds = rule -> RULES.test(rule, person, List.of());
    Requirements needed =
        Lowering.requirements(
            List.of(template), language, SCHEMA, n -> Optional.ofNullable(fields.get(n)));
    Map<String, Value> values = values(needed, fields, person);
    TemplatePrinter.Printed printed =
        new TemplatePrinter(language, SCHEMA, n -> Optional.ofNullable(fields.get(n)))
            .print(template);
    assertEquals(List.of(), printed.issues());
    assertEquals(needed, printed.requirements(), "required before is read after");
    String text = printed.text().orElseThrow();
    assertEquals(
        new TemplateEvaluator(holds, person, ZoneOffset.UTC).render(template),
        language.execute(text, values, NOW),
        text);
  }

  @Provide
  Arbitrary<Profile> people() {
    return Combinators.combine(
            numbers().optional(0.7),
            numbers().optional(0.7),
            texts().optional(0.7),
            Arbitraries.of(true, false).map(Value::flag).optional(0.7),
            Arbitraries.of(true, false),
            days().map(Value.Day::new).optional(0.7),
            days().flatMap(d -> moments(d)).optional(0.7),
            Arbitraries.of("a", "b & c", "0").list().ofMaxSize(4).optional(0.7))
        .as(
            (n, m, t, b, s, d, w, l) -> {
              Map<String, Value> values = new HashMap<>();
              n.ifPresent(v -> values.put("n", v));
              m.ifPresent(v -> values.put("m", v));
              t.ifPresent(v -> values.put("t", v));
              b.ifPresent(v -> values.put("b", v));
              d.ifPresent(v -> values.put("d", v));
              w.ifPresent(v -> values.put("w", v));
              l.ifPresent(v -> values.put("l", Value.list(v)));
              return new Profile(new ProfileKey("p"), values, Map.of("s", s));
            });
  }

  /** Around the edges of what the rules ask. */
  private static Arbitrary<LocalDate> days() {
    return Arbitraries.of(-31, -30, -29, -2, -1, 0, 1, 2, 30, -4_000)
        .map(days -> LocalDate.ofInstant(NOW, ZoneOffset.UTC).plusDays(days));
  }

  private static Arbitrary<Value> moments(LocalDate day) {
    return Arbitraries.of("00:00:00", "09:29:59.5", "09:30:00", "09:30:00.25", "23:59:59")
        .map(time -> new Value.Moment(Instant.parse(day + "T" + time + "Z")));
  }

  @Provide
  Arbitrary<Template> templates() {
    return template(2);
  }

  private static Arbitrary<Template> template(int depth) {
    Arbitrary<Template> copy =
        Arbitraries.of("a", "b<", "«if t0»", "x".repeat(300))
            .map(text -> new Template.Text(text, Context.HTML));
    Arbitrary<Template> output =
        Combinators.combine(
                Arbitraries.of("n", "t", "b"),
                Arbitraries.of("you", "<me>").optional(),
                Arbitraries.of(true, false),
                Arbitraries.of(Context.HTML, Context.URL))
            .as(LoweringLawsTest::output);
    Arbitrary<Template> word =
        Arbitraries.of(
            new Template.Unsubscribe(),
            new Template.Address(),
            new Template.Link(Template.Page.PREFERENCES),
            new Template.Coupon("w", Optional.of("W<1"), Context.HTML, Place.file("x")));
    if (depth == 0) {
      return Arbitraries.oneOf(copy, output, word);
    }
    Arbitrary<Template> sequence =
        template(depth - 1).list().ofMaxSize(3).map(Template.Sequence::new);
    Arbitrary<Template.Branch> branch =
        Combinators.combine(rule(3), template(depth - 1))
            .as((rule, body) -> new Template.Branch(rule, body, Place.file("x")));
    Arbitrary<Template> choose =
        Combinators.combine(
                branch.list().ofMinSize(1).ofMaxSize(3),
                Arbitraries.oneOf(Arbitraries.just(Template.EMPTY), template(depth - 1)))
            .as(Template.Choose::new);
    Arbitrary<Template> each =
        Combinators.combine(
                template(depth - 1).list().ofMinSize(1).ofMaxSize(3), template(depth - 1))
            .as((bodies, empty) -> new Template.Each("l", bodies, empty, Place.file("x")));
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(1, each),
        net.jqwik.api.Tuple.of(1, copy),
        net.jqwik.api.Tuple.of(1, output),
        net.jqwik.api.Tuple.of(2, sequence),
        net.jqwik.api.Tuple.of(6, choose));
  }

  private static Template output(
      String attribute, Optional<String> fallback, boolean filtered, Context context) {
    ValueType type = SCHEMA.attribute(attribute).orElseThrow().type();
    List<Filter> filters =
        !filtered || type == ValueType.BOOL
            ? List.of()
            : type == ValueType.NUMBER
                ? List.of(new Filter(Filter.Kind.NUMBER, "#,##0.00"))
                : List.of(new Filter(Filter.Kind.UPPER, ""));
    return new Template.Output(attribute, type, filters, fallback, context, Place.file("x"));
  }

  private static Arbitrary<Value> numbers() {
    return Arbitraries.of("0", "-1", "1", "2.5", "1000").map(Value::number);
  }

  private static Arbitrary<Value> texts() {
    return Arbitraries.of("a", "A", "b & c", "no").map(Value::text);
  }

  private static Arbitrary<Rule> rule(int depth) {
    if (depth == 0) {
      return single();
    }
    Arbitrary<Rule> inner = rule(depth - 1);
    return Arbitraries.oneOf(
        single(),
        inner.map(rule -> new Rule.Not(rule, Span.NONE)),
        inner.list().ofMinSize(2).ofMaxSize(3).map(LoweringLawsTest::and),
        inner.list().ofMinSize(2).ofMaxSize(3).map(LoweringLawsTest::or));
  }

  private static Rule and(List<Rule> parts) {
    return new Rule.And(
        parts.stream()
            .flatMap(p -> p instanceof Rule.And a ? a.parts().stream() : List.of(p).stream())
            .toList(),
        Span.NONE);
  }

  private static Rule or(List<Rule> parts) {
    return new Rule.Or(
        parts.stream()
            .flatMap(p -> p instanceof Rule.Or o ? o.parts().stream() : List.of(p).stream())
            .toList(),
        Span.NONE);
  }

  private static Arbitrary<Rule> single() {
    Arbitrary<Comparison> comparisons = Arbitraries.of(Comparison.values());
    Arbitrary<Comparison> equality = Arbitraries.of(Comparison.EQUAL, Comparison.UNEQUAL);
    Operand n = new Operand.Attribute("n", Span.NONE);
    Operand m = new Operand.Attribute("m", Span.NONE);
    Operand t = new Operand.Attribute("t", Span.NONE);
    Operand b = new Operand.Attribute("b", Span.NONE);
    Arbitrary<Boolean> either = Arbitraries.of(true, false);
    return Arbitraries.oneOf(
        Combinators.combine(comparisons, numbers(), either)
            .as(
                (c, v, swapped) ->
                    swapped
                        ? new Rule.Compare(literal(v), c, n, false, Span.NONE)
                        : new Rule.Compare(n, c, literal(v), false, Span.NONE)),
        Combinators.combine(equality, texts(), either)
            .as((c, v, exact) -> new Rule.Compare(t, c, literal(v), exact, Span.NONE)),
        Combinators.combine(equality, either)
            .as((c, v) -> new Rule.Compare(b, c, literal(Value.flag(v)), false, Span.NONE)),
        Combinators.combine(numbers(), numbers())
            .as((low, high) -> new Rule.Between(m, literal(low), literal(high), Span.NONE)),
        Combinators.combine(texts().list().ofMaxSize(3), either, either)
            .as((values, negated, exact) -> new Rule.In(t, negated, values, exact, Span.NONE)),
        Combinators.combine(Arbitraries.of(n, t, b), either)
            .as((operand, negated) -> new Rule.Presence(operand, negated, Span.NONE)),
        either.map(value -> new Rule.Constant(value, Span.NONE)),
        clocks(),
        Arbitraries.of(
            new Rule.InSegment("s", Span.NONE),
            new Rule.Compare(n, Comparison.LESS, m, false, Span.NONE),
            new Rule.TextTest(t, TextOperator.CONTAINS, "a", false, Span.NONE)));
  }

  private static Arbitrary<Rule> clocks() {
    Arbitrary<Optional<Operand.Shift>> shifts =
        Combinators.combine(
                Arbitraries.of(true, false),
                Arbitraries.of(
                    new Duration(30, Duration.Unit.DAY),
                    new Duration(1, Duration.Unit.WEEK),
                    new Duration(1, Duration.Unit.MONTH)))
            .as(Operand.Shift::new)
            .optional(0.8);
    Arbitrary<Operand> clock =
        Combinators.combine(shifts, Arbitraries.of(true, false))
            .as(
                (shift, day) ->
                    day ? new Operand.Today(shift, Span.NONE) : new Operand.Now(shift, Span.NONE));
    Arbitrary<Operand> other =
        Arbitraries.oneOf(
            Arbitraries.of("d", "w").map(name -> new Operand.Attribute(name, Span.NONE)),
            days().map(day -> literal(new Value.Day(day))));
    return Combinators.combine(
            Arbitraries.of(Comparison.values()), other, clock, Arbitraries.of(true, false))
        .as(
            (comparison, left, right, swapped) ->
                swapped
                    ? new Rule.Compare(right, comparison, left, false, Span.NONE)
                    : new Rule.Compare(left, comparison, right, false, Span.NONE));
  }

  private static Operand literal(Value value) {
    return new Operand.Literal(value, Span.NONE);
  }
}
