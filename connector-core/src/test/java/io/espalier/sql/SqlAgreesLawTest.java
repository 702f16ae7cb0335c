package io.espalier.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.Value;
import io.espalier.rule.Issue;
import io.espalier.rule.OnMissing;
import io.espalier.rule.Operand;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.RuleMaker;
import io.espalier.rule.RulePrinter;
import io.espalier.rule.Smallest;
import io.espalier.rule.Span;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class SqlAgreesLawTest {
  private static final Map<String, Value> FILL =
      Map.of(
          "country", new Value.Text("UK"),
          "spent", Value.number(5),
          "vip", Value.flag(false),
          "born", new Value.Day(LocalDate.parse("2026-02-28")),
          "seen", new Value.Moment(Instant.parse("2026-03-01T00:00:00Z")));

  private static Store store;

  @BeforeContainer
  static void open() throws SQLException {
    store = new Store(RuleMaker.SCHEMA);
  }

  @AfterContainer
  static void close() throws SQLException {
    store.close();
  }

  /** Five thousand pairs of rule and person; under -Plong two hundred thousand. */
  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void sqlAndEvaluatorAgreeOnEveryPerson(@ForAll long seed) throws SQLException {
    int rounds = Boolean.getBoolean("espalier.long") ? 40 : 1;
    for (int round = 0; round < rounds; round++) {
      agree(new RuleMaker(seed + round));
    }
  }

  /** One rule and one person, for making a counterexample small. */
  private static boolean agree(
      Rule rule, Profile person, List<Event> events, Map<String, Rule> segments, RuleMaker maker)
      throws SQLException {
    store.clear();
    store.add(person, events);
    SqlQuery query =
        new SqlCompiler(RuleMaker.SCHEMA, maker.moment(), segments, "people")
            .select(Map.of("f", rule), Map.of());
    Object is = store.rows(query).get(person.key().value()).get("f");
    return is.equals(
        new RuleEvaluator(RuleMaker.SCHEMA, maker.moment(), segments).test(rule, person, events));
  }

  private static void agree(RuleMaker maker) throws SQLException {
    Map<Profile, List<Event>> people = new LinkedHashMap<>();
    store.clear();
    for (int i = 0; i < 12; i++) {
      Profile profile = maker.profile("p" + i);
      List<Event> events = maker.events();
      people.put(profile, events);
      store.add(profile, events);
    }
    Map<String, Rule> segments = new LinkedHashMap<>();
    segments.put("a-1", maker.rule());
    segments.put(
        "b",
        new Rule.Or(List.of(maker.rule(0, null), new Rule.InSegment("a-1", Span.NONE)), Span.NONE));
    Map<String, Rule> flags = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      Rule rule = maker.rule();
      assertEquals(
          List.of(),
          RuleChecker.check(rule, RuleMaker.SCHEMA, Origin.of("r", "")).stream()
              .filter(issue -> issue.severity() == Issue.Severity.ERROR)
              .map(issue -> issue.message() + " in " + RulePrinter.print(rule))
              .toList());
      flags.put("f" + i, rule);
    }
    for (int i = 0; i < 2; i++) {
      flags.put("sequence" + i, maker.sequence());
      flags.put("anniversary" + i, maker.anniversary());
    }
    for (int i = 0; i < 5; i++) {
      flags.put("filled" + i, OnMissing.apply(maker.rule(), FILL));
    }
    flags.put("in_b", new Rule.InSegment("b", Span.NONE));
    Map<String, Operand> values = maker.values();

    SqlQuery query =
        new SqlCompiler(RuleMaker.SCHEMA, maker.moment(), segments, "people").select(flags, values);
    Map<String, Map<String, Object>> rows = store.rows(query);

    RuleEvaluator evaluator = new RuleEvaluator(RuleMaker.SCHEMA, maker.moment(), segments);
    assertEquals(people.size(), rows.size());
    for (Map.Entry<Profile, List<Event>> person : people.entrySet()) {
      Map<String, Object> row = rows.get(person.getKey().key().value());
      flags.forEach(
          (alias, rule) ->
              assertEquals(
                  evaluator.test(rule, person.getKey(), person.getValue()),
                  row.get(alias),
                  () ->
                      Smallest.of(
                              rule,
                              person.getKey(),
                              person.getValue(),
                              (r, p, e) -> agree(r, p, e, segments, maker))
                          + "\nat "
                          + maker.moment()));
      for (Map.Entry<String, Operand> value : values.entrySet()) {
        Value expected = evaluator.value(value.getValue(), person.getKey(), person.getValue());
        assertEquals(
            expected,
            Store.value(row.get(value.getKey())),
            () ->
                RulePrinter.print(value.getValue()) + "\nof " + person + "\nat " + maker.moment());
      }
    }
  }
}
