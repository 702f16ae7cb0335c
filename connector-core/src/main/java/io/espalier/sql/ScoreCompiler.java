package io.espalier.sql;

import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.rule.LocalDays;
import io.espalier.rule.Moment;
import io.espalier.rule.Window;
import io.espalier.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A checked score → one SQL statement over the store's events, of the same value as {@link
 * io.espalier.score.ScoreEvaluator} to the last digit. The store is that of {@link SqlCompiler}.
 */
public final class ScoreCompiler {
  private final Schema schema;
  private final Moment moment;
  private final SqlDialect dialect;
  private final LocalDays days;
  private final Needs needs;

  /** For the embedded engine. */
  public ScoreCompiler(Schema schema, Moment moment) {
    this.schema = schema;
    this.moment = moment;
    this.dialect = SqlDialect.duckDb();
    this.days = LocalDays.of(moment.zone());
    this.needs = new Needs(dialect, schema, moment, Map.of(), "", name -> name);
  }

  /**
   * One row for each person who has an event in it: {@code profile}, {@code score}, a number. All
   * others' score is 0.
   *
   * @throws IllegalArgumentException for a score that was not checked
   */
  public SqlQuery select(Score score) {
    List<Sql> lines = score.lines().stream().map(line -> line(score, line)).toList();
    Sql all =
        Sql.of(
            "SELECT ",
            dialect.name(EventScan.PROFILE),
            ", ",
            dialect.ofUnits(Sql.of("sum(units)")),
            " AS score FROM (",
            Sql.join("\nUNION ALL ", lines),
            ") AS earned GROUP BY ",
            dialect.name(EventScan.PROFILE));
    return new SqlQuery(all.text(), all.binds());
  }

  private Sql line(Score score, Score.Line line) {
    EventType event =
        schema
            .event(line.event())
            .orElseThrow(
                () -> new IllegalArgumentException("unknown event '" + line.event() + "'"));
    OperandSql operands = new OperandSql(dialect, moment, days, needs, event);
    Sql time = OperandSql.property(dialect, EventType.TIME);
    Sql now = operands.constant(new Value.Moment(moment.now())).sql();
    List<Sql> tests = new ArrayList<>();
    Window.Bounds bounds = score.window().at(moment);
    bounds
        .from()
        .ifPresent(
            from ->
                tests.add(Sql.of(time, " >= ", operands.constant(new Value.Moment(from)).sql())));
    tests.add(Sql.of(time, " < ", operands.constant(new Value.Moment(bounds.to())).sql()));
    line.where().ifPresent(w -> tests.add(w.accept(new RuleSql(dialect, operands, needs))));
    Sql nth =
        line.capPerDay().isEmpty()
            ? Sql.of("1")
            : Sql.of(
                "row_number() OVER (PARTITION BY ",
                dialect.name(EventScan.PROFILE),
                ", ",
                dialect.localDay(time, days),
                " ORDER BY ",
                time,
                ", ",
                dialect.name(EventScan.ID),
                ")");
    Sql counted =
        Sql.of(
            "(SELECT ",
            dialect.name(EventScan.PROFILE),
            ", ",
            time,
            ", ",
            nth,
            " AS nth FROM ",
            dialect.name("event_" + event.name()),
            " WHERE ",
            Sql.join(" AND ", tests),
            ") AS seen");
    Sql granted = granted(line);
    Sql units =
        score
            .halfLifeSeconds()
            .map(halfLife -> dialect.decayed(granted, time, now, halfLife))
            .orElse(granted);
    String sign = line.points().signum() < 0 ? "-" : "";
    return Sql.of(
        "SELECT ", dialect.name(EventScan.PROFILE), ", ", sign, units, " AS units FROM ", counted);
  }

  /** In whole units of the last digit; the nth event of a day gets what the cap has left. */
  private Sql granted(Score.Line line) {
    Sql amount = dialect.units(line.points().abs());
    if (line.capPerDay().isEmpty()) {
      return amount;
    }
    Sql cap = dialect.units(line.capPerDay().get());
    Sql left = Sql.of("(", cap, " - (nth - 1) * ", amount, ")");
    return Sql.of("greatest(0, least(", amount, ", ", left, "))");
  }
}
