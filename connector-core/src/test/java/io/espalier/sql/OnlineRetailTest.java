package io.espalier.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Moment;
import io.espalier.rule.Origin;
import io.espalier.rule.Parsed;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A real retailer's year, counted independently in two other engines. */
class OnlineRetailTest {
  private static final Moment MOMENT =
      new Moment(Instant.parse("2011-12-01T00:00:00Z"), ZoneOffset.UTC);

  private static final Map<String, String> RULES = rules();
  private static final Map<String, Integer> EXPECTED =
      Map.of("A", 1346, "B", 211, "C", 847, "E", 323, "F", 95, "known", 4297);

  private static Map<String, String> rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    rules.put("A", "count(order, 90d) >= 2");
    rules.put("B", "sum(order.amount, 365d) > 1000 and country != \"United Kingdom\"");
    rules.put("C", "last(order.ts) < now - 180d");
    rules.put("E", "first(order.ts) >= now - 30d");
    rules.put(
        "F", "count(order where skus has_any [\"85099B\"], 180d) >= 3 and count(order, 30d) >= 1");
    rules.put("known", "exists last(order.ts)");
    return rules;
  }

  @Test
  void countsAreThoseOfTwoOtherEngines() throws SQLException {
    Path csv =
        Path.of(System.getProperty("espalier.root"), "..", "shared")
            .resolve("data/online-retail/online_retail.csv.gz");
    Assumptions.assumeTrue(Files.isRegularFile(csv), "shared/ is absent: skipped");
    Schema schema = schema();
    Map<String, Rule> flags = new LinkedHashMap<>();
    RULES.forEach((id, text) -> flags.put(id, checked(text, schema)));
    SqlQuery query = new SqlCompiler(schema, MOMENT, Map.of(), "people").select(flags, Map.of());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      load(connection, csv);
      assertEquals(EXPECTED, counts(connection, query));
    }
  }

  /** A rule, and the same by hand over the tables; {@code e} are the orders before now. */
  private static final Map<String, String> BY_HAND = byHand();

  private static Map<String, String> byHand() {
    Map<String, String> rules = new LinkedHashMap<>();
    rules.put(
        "month(first(order.ts)) == 12",
        "SELECT profile FROM e GROUP BY 1 HAVING month(min(ts)) = 12");
    rules.put(
        "weekday(last(order.ts)) in [6, 7]",
        "SELECT profile FROM e GROUP BY 1 HAVING dayofweek(max(ts)) IN (0, 6)");
    rules.put(
        "size(last(order.skus)) >= 20",
        "SELECT profile FROM e GROUP BY 1 HAVING len(arg_max(p_skus, (ts, id))) >= 20");
    rules.put(
        "avg(order.amount) > 500 and count(order) >= 3",
        "SELECT profile FROM e GROUP BY 1 HAVING count(*) >= 3 AND sum(p_amount) > 500 * count(*)");
    rules.put(
        "country not contains \"united\" and distinct(order.skus, 365d) >= 100",
        "SELECT profile FROM (SELECT profile, unnest(p_skus) AS sku FROM e"
            + " WHERE ts >= TIMESTAMP '2010-12-01') GROUP BY 1"
            + " HAVING count(DISTINCT lower(sku)) >= 100 INTERSECT"
            + " SELECT key FROM people WHERE a_country NOT ILIKE '%united%'");
    rules.put(
        "sequence(order where amount > 500, then not order within 60d)",
        "SELECT DISTINCT profile FROM e WHERE p_amount > 500"
            + " AND ts + INTERVAL 60 DAY <= TIMESTAMP '2011-12-01' AND NOT EXISTS"
            + " (SELECT 1 FROM e AS f WHERE f.profile = e.profile AND f.ts > e.ts"
            + " AND f.ts <= e.ts + INTERVAL 60 DAY)");
    rules.put(
        "count(order, 30d) == 0 and count(order, 180d..30d) >= 2",
        "SELECT profile FROM e GROUP BY 1 HAVING count(*) FILTER (ts >= TIMESTAMP '2011-11-01') = 0"
            + " AND count(*) FILTER (ts >= TIMESTAMP '2011-06-04' AND ts < TIMESTAMP '2011-11-01') >= 2");
    rules.put(
        "not country == \"France\" and (max(order.amount) >= 1000 or days_since_last(order) > 300)",
        "SELECT profile FROM e GROUP BY 1 HAVING (max(p_amount) >= 1000"
            + " OR max(ts) <= TIMESTAMP '2011-12-01' - INTERVAL 301 DAY)"
            + " EXCEPT SELECT key FROM people WHERE a_country = 'France'");
    rules.put(
        "country in [\"germany\", \"France\"] and last(order.amount) < first(order.amount)",
        "SELECT profile FROM e GROUP BY 1 HAVING arg_max(p_amount, (ts, id)) < arg_min(p_amount, (ts, id))"
            + " INTERSECT SELECT key FROM people WHERE a_country IN ('Germany', 'France')");
    rules.put(
        "anniversary(first(order.ts), 0d..7d)",
        "SELECT profile FROM e GROUP BY 1 HAVING min(ts) >= TIMESTAMP '2010-12-01'"
            + " AND min(ts) < TIMESTAMP '2010-12-08'");
    return rules;
  }

  @Test
  void countsAreThoseOfStatementsWrittenByHand() throws SQLException {
    Path csv =
        Path.of(System.getProperty("espalier.root"), "..", "shared")
            .resolve("data/online-retail/online_retail.csv.gz");
    Assumptions.assumeTrue(Files.isRegularFile(csv), "shared/ is absent: skipped");
    Schema schema = schema();
    Map<String, Integer> product = new LinkedHashMap<>();
    Map<String, Integer> byHand = new LinkedHashMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      load(connection, csv);
      statement.execute(
          "CREATE VIEW e AS SELECT * FROM event_order WHERE ts < TIMESTAMP '2011-12-01'");
      for (Map.Entry<String, String> rule : BY_HAND.entrySet()) {
        SqlQuery query =
            new SqlCompiler(schema, MOMENT, Map.of(), "people")
                .select(Map.of("f", checked(rule.getKey(), schema)), Map.of());
        try (PreparedStatement members =
            connection.prepareStatement("SELECT count(*) FROM (" + query.sql() + ") WHERE f")) {
          SqlBinder.bind(members, query.binds());
          product.put(rule.getKey(), number(members.executeQuery()));
        }
        byHand.put(
            rule.getKey(),
            number(statement.executeQuery("SELECT count(*) FROM (" + rule.getValue() + ")")));
      }
    }
    assertEquals(byHand, product);
    byHand.forEach((rule, members) -> assertTrue(members > 0, rule));
    if (Boolean.getBoolean("espalier.long")) {
      byHand.forEach((rule, members) -> System.out.println(members + "  " + rule));
    }
  }

  private static int number(ResultSet rows) throws SQLException {
    try (rows) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static Schema schema() {
    Map<String, ValueType> order = new LinkedHashMap<>();
    order.put("amount", ValueType.NUMBER);
    order.put("skus", ValueType.LIST);
    return Schema.of(
        List.of(Attribute.of("country", ValueType.TEXT)),
        List.of(new EventType("order", order)),
        Set.of());
  }

  private static Rule checked(String text, Schema schema) {
    Parsed<Rule> parsed = RuleParser.parse(text, Origin.of("rule", text));
    assertEquals(List.of(), parsed.issues().stream().map(Issue::display).toList());
    Rule rule = parsed.value().orElseThrow();
    assertEquals(List.of(), RuleChecker.check(rule, schema, Origin.of("rule", text)));
    return rule;
  }

  private static void load(Connection connection, Path csv) throws SQLException {
    try (PreparedStatement lines =
            connection.prepareStatement(
                "CREATE TABLE sale_lines AS SELECT InvoiceNo AS invoice, StockCode AS sku, "
                    + "Quantity AS quantity, CAST(UnitPrice AS DECIMAL(12, 3)) AS price, "
                    + "CAST(InvoiceDate AS TIMESTAMP) AS sold_at, "
                    + "CAST(CAST(CustomerID AS BIGINT) AS VARCHAR) AS customer, Country AS country "
                    + "FROM read_csv(?) "
                    + "WHERE CustomerID IS NOT NULL AND Quantity > 0 AND UnitPrice > 0");
        Statement statement = connection.createStatement()) {
      lines.setString(1, csv.toString());
      lines.execute();
      statement.execute(
          "CREATE TABLE event_order AS SELECT customer AS profile, invoice AS id, "
              + "min(sold_at) AS ts, CAST(sum(quantity * price) AS DECIMAL(38, 9)) AS p_amount, "
              + "list(DISTINCT sku) AS p_skus, any_value(country) AS country "
              + "FROM sale_lines GROUP BY customer, invoice");
      statement.execute(
          "CREATE TABLE people AS SELECT profile AS key, arg_max(country, (ts, id)) "
              + "FILTER (ts < TIMESTAMP '2011-12-01') AS a_country FROM event_order GROUP BY profile");
    }
  }

  private static Map<String, Integer> counts(Connection connection, SqlQuery query)
      throws SQLException {
    Map<String, Integer> counts = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
      SqlBinder.bind(statement, query.binds());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          for (String id : RULES.keySet()) {
            counts.merge(id, rows.getBoolean(id) ? 1 : 0, Integer::sum);
          }
        }
      }
    }
    return counts;
  }
}
