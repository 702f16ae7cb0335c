package io.espalier.sync.store;

import io.espalier.model.Consent;
import io.espalier.sync.project.ColumnRef;
import io.espalier.sync.project.ConsentSpec;
import io.espalier.sync.project.IdentitySpec;
import io.espalier.sync.project.ProfileSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One row a person out of their rows: each column from the most trusted row that has a value;
 * consent from the most restrictive one.
 *
 * <p>Who subscribed with one address did not with another: of rows that say so, only those with the
 * person's own address count. Who opted out with any of them is out.
 */
final class IdentityMerge {
  private final IdentitySpec spec;
  private final ProfileSpec profile;
  private final Engine engine;

  IdentityMerge(IdentitySpec spec, ProfileSpec profile, Engine engine) {
    this.spec = spec;
    this.profile = profile;
    this.engine = engine;
  }

  void make() {
    Map<String, String> types = columns(engine);
    Set<String> consent = consentColumns();
    List<String> merged = new ArrayList<>();
    types.forEach(
        (column, type) -> {
          if (!consent.contains(column)) {
            merged.add(first(column, type, "") + " as " + Engine.quote(column));
          }
        });
    String people =
        "select k.profile as key"
            + merged.stream().map(m -> ", " + m).collect(Collectors.joining())
            + " from "
            + Identity.ROWS
            + " r join "
            + IdentitySpec.KEYS
            + " k using (es_node) group by k.profile";
    List<String> said =
        consent.stream().filter(types::containsKey).map(c -> ", s." + Engine.quote(c)).toList();
    engine.run(
        "create or replace temp table "
            + IdentitySpec.TABLE
            + " as select p.*"
            + String.join("", said)
            + " from ("
            + people
            + ") p"
            + (said.isEmpty() ? "" : " left join (" + consent(types) + ") s using (key)"));
  }

  static Map<String, String> columns(Engine engine) {
    Map<String, String> types = new LinkedHashMap<>();
    engine.each(
        "select lower(column_name), column_type from (describe " + Identity.ROWS + ")",
        row -> {
          if (!row.getString(1).startsWith("es_")) {
            types.put(row.getString(1), row.getString(2));
          }
        });
    return types;
  }

  /**
   * The most trusted of the values that there are.
   *
   * @param what SQL to take instead of the value itself; empty for the value
   */
  private String first(String column, String type, String what) {
    String name = "r." + Engine.quote(column);
    return "arg_min("
        + (what.isEmpty() ? name : what)
        + ", "
        + rank(column)
        + ") filter (where "
        + present(name, type)
        + ")";
  }

  private static String present(String name, String type) {
    return type.equals("VARCHAR") ? Casts.text(name) + " is not null" : name + " is not null";
  }

  /** Which row each column of one person is from. */
  Map<String, String> origins(String key) {
    Map<String, String> origins = new LinkedHashMap<>();
    columns(engine)
        .forEach(
            (column, type) ->
                engine
                    .first(
                        "select "
                            + first(column, type, "r.es_table || ':' || r.es_key")
                            + " from "
                            + Identity.ROWS
                            + " r join "
                            + IdentitySpec.KEYS
                            + " k using (es_node) where k.profile = ?",
                        row -> Optional.ofNullable(row.getString(1)),
                        key)
                    .flatMap(o -> o)
                    .ifPresent(o -> origins.put(column, o)));
    consentColumns().forEach(origins::remove);
    return origins;
  }

  private String rank(String column) {
    List<String> preferred = spec.prefer().getOrDefault(column, List.of());
    if (preferred.isEmpty()) {
      return "r.es_rank";
    }
    StringBuilder sql = new StringBuilder("{'t': case r.es_table");
    for (int i = 0; i < preferred.size(); i++) {
      sql.append(" when ").append(Engine.literal(preferred.get(i))).append(" then ").append(i);
    }
    return sql.append(" else ").append(preferred.size()).append(" end, 'r': r.es_rank}").toString();
  }

  private Set<String> consentColumns() {
    ConsentSpec c = profile.consent();
    return Stream.of(c.stateColumn(), c.atColumn(), c.sourceColumn(), c.evidenceColumn())
        .flatMap(Optional::stream)
        .map(ref -> ref.column().toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  private String consent(Map<String, String> types) {
    String email = profile.email().column().toLowerCase(Locale.ROOT);
    boolean addressed = types.containsKey(email);
    String address = addressed ? "lower(" + Casts.text("r." + Engine.quote(email)) + ")" : "null";
    String own =
        addressed
            ? "lower("
                + Casts.text(first(email, types.getOrDefault(email, "VARCHAR"), "") + " over who")
                + ")"
            : "null";
    String columns =
        consentColumns().stream()
            .filter(types::containsKey)
            .map(c -> ", r." + Engine.quote(c))
            .collect(Collectors.joining());
    int subscribed = Consent.State.SUBSCRIBED.ordinal();
    return "select * exclude (es_said, es_own, es_address, es_rank) from (select k.profile as key"
        + columns
        + ", "
        + said(types)
        + " as es_said, "
        + own
        + " as es_own, "
        + address
        + " as es_address, r.es_rank from "
        + Identity.ROWS
        + " r join "
        + IdentitySpec.KEYS
        + " k using (es_node) window who as (partition by k.profile)) where es_said > "
        + subscribed
        + " or (es_said = "
        + subscribed
        + " and (es_address is null or es_address is not distinct from es_own)) qualify row_number() over (partition by key order by es_said desc, es_rank) = 1";
  }

  /** A word without a meaning goes first, so that it is seen and refused. */
  private String said(Map<String, String> types) {
    Optional<ColumnRef> column = profile.consent().stateColumn();
    String name = column.map(c -> c.column().toLowerCase(Locale.ROOT)).orElse("");
    if (!types.containsKey(name)) {
      // The same state for everybody: where it was said from is all that differs.
      return String.valueOf(Consent.State.SUBSCRIBED.ordinal());
    }
    String text = "lower(" + Casts.text("r." + Engine.quote(name)) + ")";
    StringBuilder sql = new StringBuilder("case");
    profile
        .consent()
        .states()
        .forEach(
            (word, meaning) ->
                sql.append(" when ")
                    .append(text)
                    .append(" = ")
                    .append(Engine.literal(word))
                    .append(" then ")
                    .append(meaning.ordinal()));
    for (Consent.State state : Consent.State.values()) {
      sql.append(" when ")
          .append(text)
          .append(" = '")
          .append(state.word())
          .append("' then ")
          .append(state.ordinal());
    }
    return sql.append(" when ").append(text).append(" is null then 0 else 99 end").toString();
  }
}
