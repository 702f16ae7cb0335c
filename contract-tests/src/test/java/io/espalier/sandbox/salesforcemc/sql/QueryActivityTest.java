package io.espalier.sandbox.salesforcemc.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One query, and what comes of it. */
class QueryActivityTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 23, 18, 0);

  private static final Table PEOPLE =
      new Table(
          Set.of("key", "email", "age"),
          List.of(person("a", "ada@x.net", 36), person("b", "bob@y.net", 20), person("C", "", 36)));
  private static final Table ORDERS =
      new Table(
          Set.of("who", "total", "at"),
          List.of(order("A", "10.5", 1), order("a", "2", 20), order("b", "7", 22)));

  private static Map<String, Object> person(String key, String email, int age) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("key", key);
    if (!email.isEmpty()) {
      row.put("email", email);
    }
    row.put("age", BigDecimal.valueOf(age));
    return row;
  }

  private static Map<String, Object> order(String who, String total, int day) {
    return Map.of(
        "who", who, "total", new BigDecimal(total), "at", LocalDateTime.of(2026, 11, day, 23, 30));
  }

  private static String rows(String query) {
    List<String> rows = new ArrayList<>();
    QueryActivity.run(
            query,
            name ->
                switch (name.toUpperCase(java.util.Locale.ROOT)) {
                  case "PEOPLE" -> PEOPLE;
                  case "ENT.OUR ORDERS", "ORDERS" -> ORDERS;
                  default -> null;
                },
            NOW,
            false)
        .forEach(row -> rows.add(row.toString().replace(", ", ",")));
    return String.join(" ", rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT [key] FROM People|{key=a} {key=b} {key=C}",
        "SELECT p.Key AS Id FROM [People] AS p WHERE p.Age > 30|{id=a} {id=C}",
        "select top 1 key, 'x' as tag from people where email is null|{key=C,tag=x}",
        "SELECT DISTINCT age FROM People|{age=36} {age=20}",
        "SELECT COUNT(*) AS n, MAX(age) AS most, MIN(email) first FROM People"
            + "|{n=3,most=36,first=ada@x.net}",
        "SELECT age, COUNT(email) AS n FROM People GROUP BY age|{age=36,n=1} {age=20,n=1}",
        "SELECT o.who, SUM(o.total) AS sum FROM Orders o GROUP BY o.who|{who=A,sum=12.5} {who=b,sum=7}",
        "SELECT COUNT(DISTINCT who) AS n FROM Orders|{n=2}",
        "SELECT p.key, o.total FROM People p INNER JOIN Ent.[Our Orders] o ON o.who = p.key"
            + "|{key=a,total=10.5} {key=a,total=2} {key=b,total=7}",
        "SELECT p.key, o.total FROM People p LEFT JOIN Orders o ON p.key = o.who AND o.total > 5"
            + "|{key=a,total=10.5} {key=b,total=7} {key=C}",
        "SELECT key FROM People WHERE age BETWEEN 20 AND 30 -- grown|{key=b}",
        "SELECT /* all */ key FROM People WHERE email LIKE '%@x%' OR age = 20|{key=a} {key=b}",
        "SELECT who, DATEDIFF(DAY, at, GETDATE()) AS days FROM Orders WHERE total = 7"
            + "|{who=b,days=1}",
        "SELECT key, CASE WHEN age < 21 THEN 'young' ELSE 'old' END AS old FROM People WHERE age"
            + " = 20|{key=b,old=young}",
        "SELECT ISNULL(email, 'none') AS mail, UPPER(key) AS k, LEN(key) AS n FROM People WHERE"
            + " key = 'c'|{mail=none,k=C,n=1}",
        "SELECT key FROM People p WHERE EXISTS (SELECT 1 FROM Orders o WHERE o.who = p.key AND"
            + " o.total > 8)|{key=a}",
        "SELECT age + 1 AS next FROM People WHERE key = 'b'|{next=21}"
      })
  void rowsAreThoseThatTheQuerySays(String query, String expected) {
    assertEquals(expected, rows(query));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT key FROM Nobody|Invalid object name 'NOBODY'.",
        "SELECT colour FROM People|Invalid column name 'COLOUR'.",
        "SELECT p.key FROM People p INNER JOIN People p ON p.key = p.key"
            + "|The correlation name 'P' is specified multiple times.",
        "SELECT key, COUNT(*) AS n FROM People|Column 'key' is invalid in the select list because"
            + " it is not contained in either an aggregate function or the GROUP BY clause.",
        "SELECT COUNT(*) FROM People|No column name was specified for a column of the query.",
        "SELECT key, key FROM People|The column 'key' was specified multiple times.",
        "SELECT key FROM People ORDER BY key|Incorrect syntax near 'ORDER'.",
        "DELETE FROM People|Incorrect syntax near 'DELETE'; expected 'SELECT'.",
        "SELECT key|Incorrect syntax: there is no FROM."
      })
  void whatIsWrongIsSaid(String query, String why) {
    assertEquals(why, assertThrows(SqlFault.class, () -> rows(query)).getMessage());
  }
}
