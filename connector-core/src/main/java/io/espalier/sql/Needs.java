package io.espalier.sql;

import io.espalier.model.Attribute;
import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.LocalDays;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What one statement must compute before its last SELECT: attributes, aggregates and referenced
 * segments, each once however often it is named.
 */
final class Needs {
  static final String KEY = "key";

  private final SqlDialect dialect;
  private final Schema schema;
  private final Map<String, Rule> rules;
  private final OperandSql operandSql;
  private final RuleSql ruleSql;
  private final LocalDays days;
  private final Set<String> attributes = new LinkedHashSet<>();
  private final Map<String, EventScan> scans = new LinkedHashMap<>();
  private final Map<Operand.Aggregate, EventScan.Column> aggregates = new LinkedHashMap<>();
  private final Map<String, Sql> segments = new LinkedHashMap<>();
  private final Set<String> underWay = new LinkedHashSet<>();
  private final Moment moment;
  private final String scanPrefix;
  private final UnaryOperator<String> eventTable;

  /**
   * @param scanPrefix begins the names of the tables that events are aggregated into
   * @param eventTable event → the table to read it from
   */
  Needs(
      SqlDialect dialect,
      Schema schema,
      Moment moment,
      Map<String, Rule> rules,
      String scanPrefix,
      UnaryOperator<String> eventTable) {
    this.scanPrefix = scanPrefix;
    this.eventTable = eventTable;
    this.dialect = dialect;
    this.schema = schema;
    this.moment = moment;
    this.rules = rules;
    this.days = LocalDays.of(moment.zone());
    this.operandSql = new OperandSql(dialect, moment, days, this, null);
    this.ruleSql = new RuleSql(dialect, operandSql, this);
  }

  Sql flag(Rule rule) {
    return rule.accept(ruleSql);
  }

  Sql value(Operand operand) {
    Typed typed = operand.accept(operandSql);
    return dialect.cast(typed.sql(), typed.type());
  }

  Sql attribute(String name) {
    attributeType(name);
    attributes.add(name);
    return Sql.of(dialect.name("a_" + name));
  }

  ValueType attributeType(String name) {
    return schema
        .attribute(name)
        .map(Attribute::type)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown attribute '" + name + "': the rule was not checked"));
  }

  private EventType event(String name) {
    return schema
        .event(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown event '" + name + "': the rule was not checked"));
  }

  Sql aggregate(Operand.Aggregate aggregate) {
    EventScan.Column column = aggregates.get(aggregate);
    if (column == null) {
      EventType type = event(aggregate.event());
      EventScan scan = scans.computeIfAbsent(aggregate.event(), name -> scan(type));
      column = scan.add(aggregate, "x" + (aggregates.size() + 1));
      aggregates.put(aggregate, column);
    }
    return Sql.of(dialect.name(column.name()));
  }

  private EventScan scan(EventType type) {
    String source = eventTable.apply(type.name());
    String name = scanPrefix + (scans.size() + 1);
    return new EventScan(dialect, moment, days, type, this, source, name);
  }

  /** Each event's tables, by its name. */
  Map<String, List<EventScan.Table>> scanned() {
    Map<String, List<EventScan.Table>> tables = new LinkedHashMap<>();
    scans.forEach((event, scan) -> tables.put(event, scan.tables()));
    return tables;
  }

  List<Operand.Aggregate> aggregatesOf(String event) {
    return aggregates.keySet().stream().filter(a -> a.event().equals(event)).toList();
  }

  ValueType aggregateType(Operand.Aggregate aggregate) {
    return Objects.requireNonNull(aggregates.get(aggregate)).type();
  }

  Sql segment(String id) {
    if (!segments.containsKey(id)) {
      Rule rule = rules.get(id);
      if (rule == null) {
        throw new IllegalArgumentException("in_segment " + id + ": there is no rule of that id");
      }
      if (!underWay.add(id)) {
        throw new IllegalArgumentException(
            "segments refer to one another in a circle: "
                + String.join(" -> ", underWay)
                + " -> "
                + id);
      }
      Sql sql = flag(rule);
      underWay.remove(id);
      segments.put(id, sql);
    }
    return Sql.of(dialect.name("s_" + id));
  }

  /**
   * {@code WITH ...} up to the last SELECT, whose FROM is {@link #last}.
   *
   * @param withScans false where the tables of {@link #scanned} are made already
   */
  Sql with(String profileTable, boolean withScans) {
    List<Sql> tables = new ArrayList<>();
    if (withScans) {
      scanned()
          .values()
          .forEach(
              all ->
                  all.forEach(
                      table -> tables.add(Sql.of(table.name(), " AS (", table.body(), ")"))));
    }
    tables.add(people(profileTable));
    int layer = 0;
    for (Map.Entry<String, Sql> segment : segments.entrySet()) {
      String from = layerName(layer++);
      String column = dialect.name("s_" + segment.getKey());
      tables.add(
          Sql.of(
              layerName(layer),
              " AS (SELECT *, ",
              segment.getValue(),
              " AS ",
              column,
              " FROM ",
              from,
              ")"));
    }
    return Sql.of("WITH ", Sql.join(",\n", tables), "\n");
  }

  String last() {
    return layerName(segments.size());
  }

  private static String layerName(int layer) {
    return "people" + layer;
  }

  private Sql people(String profileTable) {
    List<Sql> columns = new ArrayList<>();
    List<Sql> joins = new ArrayList<>();
    String key = "p." + dialect.name(KEY);
    columns.add(Sql.of(key, " AS ", dialect.name(KEY)));
    for (String attribute : attributes) {
      String column = dialect.name("a_" + attribute);
      columns.add(Sql.of("p.", column, " AS ", column));
    }
    for (EventScan scan : scans.values()) {
      columns.addAll(scan.columns());
      scan.tables().stream()
          .map(EventScan.Table::name)
          .forEach(
              name ->
                  joins.add(
                      Sql.of(
                          "\n  LEFT JOIN ",
                          name,
                          " ON ",
                          name,
                          ".",
                          dialect.name(EventScan.PROFILE),
                          " = ",
                          key)));
    }
    return Sql.of(
        layerName(0),
        " AS (SELECT ",
        Sql.join(", ", columns),
        "\n  FROM ",
        dialect.name(profileTable),
        " AS p",
        Sql.join("", joins),
        ")");
  }
}
