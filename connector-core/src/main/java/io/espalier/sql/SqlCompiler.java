package io.espalier.sql;

import io.espalier.model.Schema;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Checked rules and values → one SQL statement over the profile store, of the same meaning as
 * {@link io.espalier.rule.RuleEvaluator} for every person.
 *
 * <p>The store: a profile table with {@code key}, {@code consent_state} (the ordinal of the e-mail
 * consent's {@link io.espalier.model.Consent.State}) and a column {@code a_<attribute>} each; a
 * table {@code event_<type>} with {@code profile, id, ts, p_<property>} for each event; text in
 * NFC, stripped, never blank; times as TIMESTAMP in UTC; numbers as DECIMAL(38, 9); lists as
 * VARCHAR[]. Within an event's table an id stands once.
 *
 * <p>Text, numbers and times of rules reach the engine as binds only.
 */
public final class SqlCompiler {
  private final Schema schema;
  private final Moment moment;
  private final Map<String, Rule> segments;
  private final String profileTable;
  private final SqlDialect dialect;

  /** For the embedded engine. */
  public SqlCompiler(
      Schema schema, Moment moment, Map<String, Rule> segments, String profileTable) {
    this(schema, moment, segments, profileTable, SqlDialect.duckDb());
  }

  /**
   * @param segments the rules that {@code in_segment} may name, by id
   */
  public SqlCompiler(
      Schema schema,
      Moment moment,
      Map<String, Rule> segments,
      String profileTable,
      SqlDialect dialect) {
    this.schema = schema;
    this.moment = moment;
    this.segments = Map.copyOf(segments);
    this.profileTable = profileTable;
    this.dialect = dialect;
  }

  /**
   * One row a person: {@code key}, then each flag as a BOOLEAN that is never NULL, then each value
   * in its column type, NULL where missing; in the order of the maps.
   *
   * @param flags by column name; names are unique without regard to case, and none is {@code key}
   * @throws IllegalArgumentException for a name taken twice, or a rule that the checker refuses
   */
  public SqlQuery select(Map<String, Rule> flags, Map<String, Operand> values) {
    return last(needs("e", event -> "event_" + event), flags, values, true);
  }

  private Needs needs(String prefix, UnaryOperator<String> eventTable) {
    return new Needs(dialect, schema, moment, segments, prefix, eventTable);
  }

  private SqlQuery last(
      Needs needs, Map<String, Rule> flags, Map<String, Operand> values, boolean withScans) {
    Set<String> taken = new HashSet<>();
    List<Sql> columns = new ArrayList<>();
    columns.add(named(Sql.of(dialect.name(Needs.KEY)), Needs.KEY, taken));
    flags.forEach((alias, rule) -> columns.add(named(needs.flag(rule), alias, taken)));
    values.forEach((alias, operand) -> columns.add(named(needs.value(operand), alias, taken)));
    Sql last = Sql.of("SELECT ", Sql.join(",\n  ", columns), "\nFROM " + needs.last());
    Sql all = Sql.of(needs.with(profileTable, withScans), last);
    return new SqlQuery(all.text(), all.binds());
  }

  /**
   * {@link #select} in pieces, for who keeps what events amount to from one run to the next.
   *
   * @param scans the tables that {@code rest} reads by their names, each one row a person
   */
  public record Split(List<Scan> scans, SqlQuery rest) {}

  /**
   * What one event's table amounts to. A person's row depends on that person's events alone, and of
   * these on such as stand in a window of the aggregates.
   */
  public record Scan(
      String name, String event, List<Operand.Aggregate> aggregates, SqlQuery query) {}

  /**
   * @param prefix begins the names of the scans
   * @param eventTable event → the table that its scans read
   */
  public Split split(
      Map<String, Rule> flags,
      Map<String, Operand> values,
      String prefix,
      UnaryOperator<String> eventTable) {
    Needs needs = needs(prefix, eventTable);
    SqlQuery rest = last(needs, flags, values, false);
    List<Scan> scans = new ArrayList<>();
    needs
        .scanned()
        .forEach(
            (event, tables) ->
                tables.forEach(
                    table ->
                        scans.add(
                            new Scan(
                                table.name(),
                                event,
                                needs.aggregatesOf(event),
                                new SqlQuery(table.body().text(), table.body().binds())))));
    return new Split(List.copyOf(scans), rest);
  }

  private Sql named(Sql column, String alias, Set<String> taken) {
    if (!taken.add(alias.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("two columns are named '" + alias + "'");
    }
    return Sql.of(column, " AS ", dialect.name(alias));
  }
}
