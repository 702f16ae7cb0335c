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
    Needs needs = new Needs(dialect, schema, moment, segments);
    Set<String> taken = new HashSet<>();
    List<Sql> columns = new ArrayList<>();
    columns.add(named(Sql.of(dialect.name(Needs.KEY)), Needs.KEY, taken));
    flags.forEach((alias, rule) -> columns.add(named(needs.flag(rule), alias, taken)));
    values.forEach((alias, operand) -> columns.add(named(needs.value(operand), alias, taken)));
    Sql last = Sql.of("SELECT ", Sql.join(",\n  ", columns), "\nFROM " + needs.last());
    Sql all = Sql.of(needs.with(profileTable), last);
    return new SqlQuery(all.text(), all.binds());
  }

  private Sql named(Sql column, String alias, Set<String> taken) {
    if (!taken.add(alias.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("two columns are named '" + alias + "'");
    }
    return Sql.of(column, " AS ", dialect.name(alias));
  }
}
