package io.espalier.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
