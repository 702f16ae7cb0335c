package io.espalier.sql;

import io.espalier.model.EventType;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Function;
import io.espalier.rule.LocalDays;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All aggregates of one event's table in one scan of it, grouped by person; only {@code
 * most_frequent}, which counts before it chooses, takes a scan of its own.
 */
final class EventScan {
  static final String PROFILE = "profile";
  static final String ID = "id";

  /** A finished aggregate, as the people's table shows it. */
  record Column(String name, ValueType type, Sql finished) {}

  /** What people are joined to, by {@link #PROFILE}. */
  record Table(String name, Sql body) {}

  private final SqlDialect dialect;
  private final Moment moment;
  private final EventType event;
  private final String source;
  private final OperandSql operands;
  private final RuleSql rules;
  private final String name;
  private final List<Column> columns = new ArrayList<>();
  private final List<Sql> raw = new ArrayList<>();
  private final List<Table> extraTables = new ArrayList<>();
  private Optional<Instant> earliest = Optional.of(Instant.MAX);

  EventScan(
      SqlDialect dialect,
      Moment moment,
      LocalDays days,
      EventType event,
      Needs needs,
      String source,
      String name) {
    this.dialect = dialect;
    this.moment = moment;
    this.event = event;
    this.source = source;
    this.operands = new OperandSql(dialect, moment, days, needs, event);
    this.rules = new RuleSql(dialect, operands, needs);
    this.name = name;
  }

  List<Sql> columns() {
    return columns.stream().map(c -> Sql.of(c.finished(), " AS ", dialect.name(c.name()))).toList();
  }

  List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    if (!raw.isEmpty()) {
      Sql seen = Sql.join(" AND ", seen(new Window.Bounds(earliest, moment.now()), true));
      tables.add(
          new Table(
              name,
              Sql.of(
                  "SELECT ",
                  column(PROFILE),
                  ", ",
                  Sql.join(", ", raw),
                  "\n  FROM ",
                  table(),
                  " WHERE ",
                  seen,
                  " GROUP BY ",
                  column(PROFILE))));
    }
    tables.addAll(extraTables);
    return tables;
  }

  private String table() {
    return dialect.name(source);
  }

  private String column(String column) {
    return dialect.name(column);
  }

  private Sql time() {
    return OperandSql.property(dialect, EventType.TIME);
  }

  private Sql constant(Instant instant) {
    return operands.constant(new Value.Moment(instant)).sql();
  }

  /** Adds an aggregate under a name that no other has. */
  Column add(Operand.Aggregate aggregate, String alias) {
    Column column =
        aggregate.function() == Function.MOST_FREQUENT
            ? mostFrequent(aggregate, alias)
            : scanned(aggregate, alias);
    columns.add(column);
    return column;
  }

  private Column scanned(Operand.Aggregate aggregate, String alias) {
    Window.Bounds bounds = aggregate.window().at(moment);
    earliest = earliest.flatMap(e -> bounds.from().map(from -> from.isBefore(e) ? from : e));
    ValueType of = type(aggregate);
    Sql property = property(aggregate);
    Sql condition = condition(aggregate, bounds, List.of());
    Sql x = Sql.of(name, ".", column(alias));
    Function function = aggregate.function();
    switch (function) {
      case COUNT:
        return number(alias, filtered(Sql.of("count(*)"), condition), orZero(x));
      case SUM:
        return number(alias, filtered(sum(property), condition), orZero(x));
      case DISTINCT:
        return number(alias, distinct(aggregate, of, bounds), orZero(x));
      case DAYS_SINCE_LAST:
        Sql last = filtered(Sql.of("max(", time(), ")"), condition);
        return number(alias, last, dialect.wholeDays(x, constant(moment.now())));
      case AVG:
        String count = alias + "n";
        Sql counted = filtered(Sql.of("count(", property, ")"), condition);
        raw.add(Sql.of(counted, " AS ", column(count)));
        Sql n = Sql.of(name, ".", column(count));
        return number(alias, filtered(sum(property), condition), dialect.average(x, n));
      case MIN, MAX, FIRST, LAST:
        return single(aggregate, alias, of, bounds);
      default:
        throw new IllegalStateException(function.word());
    }
  }

  private static Sql sum(Sql property) {
    return Sql.of("sum(", property, ")");
  }

  private static Sql orZero(Sql x) {
    return Sql.of("coalesce(", x, ", 0)");
  }

  private Column number(String alias, Sql aggregate, Sql finished) {
    raw.add(Sql.of(aggregate, " AS ", column(alias)));
    return new Column(alias, ValueType.NUMBER, dialect.cast(finished, ValueType.NUMBER));
  }

  private Sql distinct(Operand.Aggregate aggregate, ValueType of, Window.Bounds bounds) {
    Sql property = property(aggregate);
    if (of == ValueType.LIST) {
      Sql present = Sql.of(property, " IS NOT NULL");
      Sql condition = condition(aggregate, bounds, List.of(present));
      return dialect.distinctInLists(dialect.foldEach(property), condition);
    }
    Sql value = of == ValueType.TEXT ? dialect.fold(property) : property;
    Sql condition = condition(aggregate, bounds, List.of());
    return filtered(Sql.of("count(DISTINCT ", value, ")"), condition);
  }

  private Column single(
      Operand.Aggregate aggregate, String alias, ValueType of, Window.Bounds bounds) {
    Sql property = property(aggregate);
    boolean last = aggregate.function() == Function.LAST || aggregate.function() == Function.MAX;
    boolean byValue = aggregate.function() == Function.MIN || aggregate.function() == Function.MAX;
    boolean time = property.equals(time());
    Sql chosen =
        byValue || time
            ? Sql.of(last ? "max(" : "min(", property, ")")
            : dialect.edge(last, property, time(), Sql.of(column(ID)));
    Sql present = Sql.of(property, " IS NOT NULL");
    Sql condition = condition(aggregate, bounds, time ? List.of() : List.of(present));
    raw.add(Sql.of(filtered(chosen, condition), " AS ", column(alias)));
    return new Column(alias, of, Sql.of(name, ".", column(alias)));
  }

  private Column mostFrequent(Operand.Aggregate aggregate, String alias) {
    Sql property = property(aggregate);
    ValueType of = type(aggregate);
    Window.Bounds bounds = aggregate.window().at(moment);
    Sql value = of == ValueType.TEXT ? dialect.fold(property) : property;
    List<Sql> scanned =
        new ArrayList<>(seen(new Window.Bounds(Optional.empty(), moment.now()), true));
    scanned.add(Sql.of(property, " IS NOT NULL"));
    Sql condition = condition(aggregate, bounds, scanned);
    String table = name + alias;
    extraTables.add(
        new Table(
            table,
            Sql.of(
                "SELECT ",
                column(PROFILE),
                ", ",
                dialect.edge(false, Sql.of("v"), Sql.of("-n"), Sql.of("f")),
                " AS ",
                column(alias),
                "\n  FROM (SELECT ",
                column(PROFILE),
                ", ",
                value,
                " AS f, min(",
                property,
                ") AS v, count(*) AS n FROM ",
                table(),
                " WHERE ",
                condition,
                " GROUP BY ",
                column(PROFILE),
                ", f) AS counted GROUP BY ",
                column(PROFILE))));
    return new Column(alias, of, Sql.of(table, ".", column(alias)));
  }

  private ValueType type(Operand.Aggregate aggregate) {
    return aggregate
        .property()
        .map(property -> OperandSql.typeOf(event, property))
        .orElse(ValueType.NUMBER);
  }

  private Sql property(Operand.Aggregate aggregate) {
    return OperandSql.property(dialect, aggregate.property().orElse(EventType.TIME));
  }

  private Sql condition(Operand.Aggregate aggregate, Window.Bounds bounds, List<Sql> more) {
    List<Sql> tests = new ArrayList<>(more);
    tests.addAll(seen(bounds, bounds.to().isBefore(moment.now())));
    aggregate.where().ifPresent(where -> tests.add(where.accept(rules)));
    return Sql.join(" AND ", tests);
  }

  private Sql filtered(Sql aggregate, Sql condition) {
    return condition.text().isEmpty() ? aggregate : dialect.filtered(aggregate, condition);
  }

  /** The window; that now is its end is tested once a scan. */
  private List<Sql> seen(Window.Bounds bounds, boolean withEnd) {
    List<Sql> tests = new ArrayList<>();
    bounds.from().ifPresent(from -> tests.add(Sql.of(time(), " >= ", constant(from))));
    if (withEnd) {
      tests.add(Sql.of(time(), " < ", constant(bounds.to())));
    }
    return tests;
  }
}
