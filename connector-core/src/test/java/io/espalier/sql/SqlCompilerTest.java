package io.espalier.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Event;
import io.espalier.model.Value;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.RuleMaker;
import io.espalier.rule.RuleParser;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SqlCompilerTest {
  private static final Moment MOMENT =
      new Moment(Instant.parse("2026-03-31T12:00:00Z"), ZoneId.of("Europe/London"));

  private static Rule rule(String text) {
    return RuleParser.parse(text, Origin.of("rule", text)).value().orElseThrow();
  }

  private static Operand operand(String text) {
    return RuleParser.parseOperand(text, Origin.of("compute", text)).value().orElseThrow();
  }

  private static SqlCompiler compiler(Map<String, Rule> segments) {
    return new SqlCompiler(RuleMaker.SCHEMA, MOMENT, segments, "people");
  }

  private static int times(String part, String text) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  @Test
  void userTextNumbersAndTimesAreBindsOnly() {
    SqlQuery query =
        compiler(Map.of())
            .select(
                Map.of(
                    "f",
                    rule(
                        "country == \"'; DROP\" and spent > 4711 and seen > 2020-02-03T00:00:00Z")),
                Map.of());
    assertFalse(query.sql().contains("drop") || query.sql().contains("DROP"), query.sql());
    assertFalse(query.sql().contains("4711") || query.sql().contains("2020"), query.sql());
    assertEquals(
        List.of(
            "'; drop",
            new BigDecimal("4711"),
            java.time.LocalDateTime.parse("2020-02-03T00:00:00")),
        query.binds());
    assertFalse(query.toString().contains("drop"));
  }

  @Test
  void aggregateNamedTwiceIsComputedOnceInOneScan() {
    Map<String, Rule> flags = new LinkedHashMap<>();
    flags.put("a", rule("count(order, 30d) > 1 and sum(order.amount) > 5"));
    flags.put("b", rule("count(order, 30d) > 2 or in_segment c or in_segment d"));
    SqlQuery query =
        compiler(Map.of("c", rule("count(order, 30d) > 3"), "d", rule("not in_segment c")))
            .select(
                flags,
                Map.of("v", operand("sum(order.amount)"), "w", operand("last(order.title)")));
    assertEquals(1, times("FROM \"event_order\"", query.sql()), query.sql());
    assertEquals(1, times("count(*)", query.sql()), query.sql());
    assertEquals(1, times("sum(\"p_amount\")", query.sql()), query.sql());
  }

  @Test
  void segmentsNamedOverAndOverDoNotBlowUp() throws SQLException {
    Map<String, Rule> segments = new LinkedHashMap<>();
    segments.put("s0", rule("vip == true"));
    for (int i = 1; i <= 40; i++) {
      segments.put("s" + i, rule("in_segment s" + (i - 1) + " or not in_segment s" + (i - 1)));
    }
    SqlQuery query = compiler(segments).select(Map.of("f", rule("in_segment s40")), Map.of());
    assertTrue(query.sql().length() < 10_000, "length " + query.sql().length());
    try (Store store = new Store(RuleMaker.SCHEMA)) {
      store.add(new RuleMaker(1).profile("p"), List.of());
      assertEquals(Map.of("f", true), store.rows(query).get("p"));
    }
  }

  @Test
  void hostileNamesOfColumnsAreQuoted() throws SQLException {
    String alias = "x\"; DROP TABLE people; --";
    try (Store store = new Store(RuleMaker.SCHEMA)) {
      store.add(new RuleMaker(1).profile("p"), List.of());
      SqlQuery query = compiler(Map.of()).select(Map.of(alias, rule("true")), Map.of());
      assertEquals(Map.of(alias, true), store.rows(query).get("p"));
    }
  }

  @Test
  void wrongUseIsRefusedWithItsReason() {
    assertEquals(
        "two columns are named 'KEY'",
        refusal(() -> compiler(Map.of()).select(Map.of("KEY", rule("true")), Map.of())));
    assertEquals(
        "in_segment x: there is no rule of that id",
        refusal(() -> compiler(Map.of()).select(Map.of("f", rule("in_segment x")), Map.of())));
    assertEquals(
        "segments refer to one another in a circle: x -> y -> x",
        refusal(
            () ->
                compiler(Map.of("x", rule("in_segment y"), "y", rule("in_segment x")))
                    .select(Map.of("f", rule("in_segment x")), Map.of())));
    assertEquals(
        "unknown attribute 'contry': the rule was not checked",
        refusal(() -> compiler(Map.of()).select(Map.of("f", rule("exists contry")), Map.of())));
  }

  private static String refusal(Runnable use) {
    return assertThrows(IllegalArgumentException.class, use::run).getMessage();
  }

  private static List<Event> orders(String... amounts) {
    List<Event> orders = new ArrayList<>();
    for (String amount : amounts) {
      Instant time = Instant.parse("2026-03-01T00:00:00Z");
      orders.add(
          new Event("order", "o" + orders.size(), time, Map.of("amount", Value.number(amount))));
    }
    return orders;
  }

  @Test
  void sumThatDoesNotFitFailsLoudly() throws SQLException {
    try (Store store = new Store(RuleMaker.SCHEMA)) {
      store.add(new RuleMaker(1).profile("p"), orders("9".repeat(29), "9".repeat(28)));
      SqlQuery query =
          compiler(Map.of()).select(Map.of(), Map.of("v", operand("sum(order.amount)")));
      assertThrows(SQLException.class, () -> store.rows(query));
    }
  }

  @Test
  void averageIsExactOfNumbersOfAnySize() throws SQLException {
    Random random = new Random(7);
    RuleEvaluator evaluator = new RuleEvaluator(RuleMaker.SCHEMA, MOMENT, Map.of());
    Operand average = operand("avg(order.amount)");
    SqlQuery query = compiler(Map.of()).select(Map.of(), Map.of("v", average));
    try (Store store = new Store(RuleMaker.SCHEMA)) {
      Map<String, Value> expected = new LinkedHashMap<>();
      for (int i = 0; i < 300; i++) {
        String[] amounts = new String[1 + random.nextInt(6)];
        for (int j = 0; j < amounts.length; j++) {
          BigDecimal amount =
              new BigDecimal(new java.math.BigInteger(1 + random.nextInt(120), random), 9);
          amounts[j] = (random.nextBoolean() ? amount : amount.negate()).toPlainString();
        }
        var profile = new RuleMaker(i).profile("p" + i);
        store.add(profile, orders(amounts));
        expected.put("p" + i, evaluator.value(average, profile, orders(amounts)));
      }
      Map<String, Map<String, Object>> rows = store.rows(query);
      for (Map.Entry<String, Value> one : expected.entrySet()) {
        assertEquals(one.getValue(), Store.value(rows.get(one.getKey()).get("v")), one.getKey());
      }
    }
  }

  /** Whatever a rule says, the statement is the same text: what it says is bound. */
  @Test
  void noConstantOfARuleStandsInTheStatement() {
    String hostile = "zq'; DROP TABLE people; -- \\\" ?";
    String rule =
        "country == X or country !=:cs X or country in [X, X] or country not in:cs [X] or country"
            + " contains X or country starts_with:cs X or country not ends_with X or country matches"
            + " \"zq+\" or tags has_any [X] or tags has_all:cs [X] or tags has_none [X] or spent =="
            + " 987654.321 or spent between 987654 and 987655 or born < 1987-06-05 or seen >="
            + " 1987-06-05T04:03:02Z or in_list X or count(order where title == X and amount >"
            + " 987654, since 1987-06-05T04:03:02Z) > 987654 or sequence(order where title contains"
            + " X, then view where sku == X) or size(tags) > 987654 or month(born) == 98765";
    String text = rule.replace("X", "\"" + hostile + "\"");
    Rule parsed = RuleParser.parse(text, Origin.of("t", text)).value().orElseThrow();
    SqlQuery query =
        new SqlCompiler(
                RuleMaker.SCHEMA,
                new Moment(
                    java.time.Instant.parse("2026-03-01T00:00:00Z"), java.time.ZoneOffset.UTC),
                Map.of(),
                "people")
            .select(Map.of("f", parsed), Map.of());

    for (String constant : List.of("zq", "DROP", "98765", "1987")) {
      assertFalse(query.sql().contains(constant), query.sql());
    }
    assertTrue(query.binds().size() >= 30, "" + query.binds().size());
    String other = text.replace("zq", "harmless").replace("987654", "11").replace("1987", "1999");
    Rule harmless = RuleParser.parse(other, Origin.of("t", other)).value().orElseThrow();
    assertEquals(
        query.sql(),
        new SqlCompiler(
                RuleMaker.SCHEMA,
                new Moment(
                    java.time.Instant.parse("2026-03-01T00:00:00Z"), java.time.ZoneOffset.UTC),
                Map.of(),
                "people")
            .select(Map.of("f", harmless), Map.of())
            .sql());
  }
}
