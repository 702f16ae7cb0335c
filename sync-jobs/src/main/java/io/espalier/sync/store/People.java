package io.espalier.sync.store;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.sync.project.ColumnRef;
import io.espalier.sync.project.ConsentSpec;
import io.espalier.sync.project.ProfileSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.source.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes the table {@link #TABLE}: one row a usable person, with {@code key}, {@code email}, the
 * consent's columns, and {@code a_<attribute>} for each attribute that is a column.
 */
final class People {
  static final String TABLE = "es_people";
  private static final String READ = "es_people_read";
  private static final String TWINS = "es_people_twins";
  private static final String REFUSED = "es_people_refused";

  /** Most addresses are of this shape, and the whole shape's classes of letters are slow. */
  private static final String PLAIN_SHAPE =
      "[a-z0-9_+-]+(?:\\.[a-z0-9_+-]+)*@(?:[a-z0-9]{1,60}\\.)+[a-z]{2,20}";

  private static final String REASON =
      "case when key is null then 'no key' when length(key) > 254 then 'the key is longer than 254 characters' "
          + "when email is null then 'no e-mail address' "
          + "when (not regexp_full_match(email, "
          + Engine.literal(PLAIN_SHAPE)
          + ") and not regexp_full_match(email, "
          + Engine.literal(EmailAddress.SHAPE)
          + ")) or length(email) > "
          + EmailAddress.LONGEST
          + " or position('@' in email) > "
          + (EmailAddress.LONGEST_LOCAL + 1)
          + " or list_max([length(x) for x in string_split(split_part(email, '@', 2), '.')]) > "
          + EmailAddress.LONGEST_LABEL
          + " then 'not an e-mail address' end";

  private final Project project;
  private final Engine engine;
  private final Tables tables;
  private final Rejects rejects;
  private final Casts casts;
  private final List<Issue> issues = new ArrayList<>();

  People(Project project, Engine engine, Tables tables, Rejects rejects) {
    this.project = project;
    this.engine = engine;
    this.tables = tables;
    this.rejects = rejects;
    this.casts = new Casts(project.zone());
  }

  void load() {
    ProfileSpec profile = project.profile();
    String from = profile.from().column();
    Map<String, String> types = tables.load(from);
    Optional<String> key = tables.column(from, profile.key(), issues);
    Optional<String> email = tables.column(from, profile.email(), issues);
    List<String> selected = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (ProfileSpec.Column column : profile.attributes()) {
      tables
          .column(from, column.column(), issues)
          .ifPresent(
              c -> select(column.attribute(), c, types.getOrDefault(c, "VARCHAR"), selected, bad));
    }
    String consent = consent(from, types, profile.consent());
    if (!issues.isEmpty() || key.isEmpty() || email.isEmpty()) {
      throw new WrongInput(issues);
    }
    read(
        from,
        Casts.key(Engine.quote(key.get()), types.getOrDefault(key.get(), "VARCHAR")),
        email.get(),
        consent,
        selected,
        bad);
    keep(profile);
  }

  private void select(
      Attribute attribute, String column, String type, List<String> selected, List<String> bad) {
    String name = Engine.quote(column);
    String value = casts.value(attribute.type(), name, type);
    if (attribute.type() == ValueType.TEXT && !attribute.values().isEmpty()) {
      value = oneSpelling(value, attribute.values());
    }
    selected.add(value + " as " + Engine.quote("a_" + attribute.name()));
    if (attribute.type() != ValueType.TEXT) {
      bad.add(
          "case when "
              + casts.isBad(attribute.type(), name, type)
              + " then "
              + Engine.literal("'" + attribute.name() + "' is no " + attribute.type().word())
              + " end");
    }
  }

  private static String oneSpelling(String value, List<String> values) {
    StringBuilder sql = new StringBuilder("case lower(").append(value).append(')');
    for (String spelling : values) {
      sql.append(" when lower(")
          .append(Engine.literal(spelling))
          .append(") then ")
          .append(Engine.literal(spelling));
    }
    return sql.append(" else ").append(value).append(" end").toString();
  }

  /** A word that nobody gave a meaning may be an opt-out: guessing is not for us. */
  private void refuseUnknownStates(String from, String text, ConsentSpec spec) {
    List<String> known = new ArrayList<>(spec.states().keySet());
    for (Consent.State state : Consent.State.values()) {
      known.add(state.word());
    }
    String list = known.stream().map(Engine::literal).collect(Collectors.joining(", "));
    List<String> strange =
        engine.list(
            "select "
                + text
                + ", count(*) from "
                + Engine.quote(from)
                + " where "
                + text
                + " not in ("
                + list
                + ") group by 1 order by 2 desc, 1 limit 5",
            row -> "'" + row.getString(1) + "' (" + row.getLong(2) + " rows)");
    spec.stateColumn()
        .filter(column -> !strange.isEmpty())
        .ifPresent(
            column ->
                issues.add(
                    Issue.error(
                        column.place(),
                        "the consent column '"
                            + column.column()
                            + "' holds words without a meaning: "
                            + String.join(", ", strange),
                        "say what each means, e.g. values: {yes: subscribed, no: unsubscribed}; an empty cell is unknown")));
  }

  private String consent(String from, Map<String, String> types, ConsentSpec spec) {
    String state = spec.state().map(s -> String.valueOf(s.ordinal())).orElse("0");
    if (spec.stateColumn().isPresent()) {
      StringBuilder sql = new StringBuilder("case");
      Optional<String> column = tables.column(from, spec.stateColumn().get(), issues);
      String text = "lower(" + Casts.text(Engine.quote(column.orElse(""))) + ")";
      spec.states()
          .forEach(
              (word, meaning) ->
                  sql.append(" when ")
                      .append(text)
                      .append(" = ")
                      .append(Engine.literal(word))
                      .append(" then ")
                      .append(meaning.ordinal()));
      for (Consent.State known : Consent.State.values()) {
        sql.append(" when ")
            .append(text)
            .append(" = '")
            .append(known.word())
            .append("' then ")
            .append(known.ordinal());
      }
      state = sql.append(" else 0 end").toString();
      if (column.isPresent()) {
        refuseUnknownStates(from, text, spec);
      }
    }
    String at =
        spec.atColumn().isPresent()
            ? tables
                .column(from, spec.atColumn().get(), issues)
                .map(
                    c ->
                        casts.value(
                            ValueType.DATETIME, Engine.quote(c), types.getOrDefault(c, "VARCHAR")))
                .orElse("null")
            : spec.at()
                .map(
                    i ->
                        "timestamp "
                            + Engine.literal(
                                java.time.LocalDateTime.ofInstant(i, java.time.ZoneOffset.UTC)
                                    .toString()))
                .orElse("cast(null as timestamp)");
    String source = textOrColumn(from, spec.sourceColumn(), spec.source());
    String evidence = textOrColumn(from, spec.evidenceColumn(), spec.evidence());
    return state
        + " as said, "
        + at
        + " as consent_at, "
        + source
        + " as consent_source, "
        + evidence
        + " as consent_evidence, "
        + spec.neverSent()
            .acquired()
            .flatMap(column -> tables.column(from, column, issues))
            .map(c -> "lower(" + Casts.text(Engine.quote(c)) + ")")
            .orElse("cast(null as varchar)")
        + " as consent_acquired";
  }

  private String textOrColumn(String from, Optional<ColumnRef> column, Optional<String> constant) {
    if (column.isPresent()) {
      return tables
          .column(from, column.get(), issues)
          .map(c -> Casts.text(Engine.quote(c)))
          .orElse("null");
    }
    return constant.map(Engine::literal).orElse("cast(null as varchar)");
  }

  private void read(
      String from,
      String key,
      String email,
      String consent,
      List<String> selected,
      List<String> bad) {
    String attributes = selected.isEmpty() ? "" : ", " + String.join(", ", selected);
    String wrong = bad.isEmpty() ? "''" : "concat_ws(', ', " + String.join(", ", bad) + ")";
    String address = asciiLower(Casts.text(Engine.quote(email)));
    try {
      engine.run(
          "create or replace temp table "
              + READ
              + " as select *, "
              + REASON
              + " as reason from (select "
              + key
              + " as key, "
              + address
              + " as email, es_source.rowid as es_row, "
              + consent
              + ", "
              + wrong
              + " as bad"
              + attributes
              + " from "
              + Engine.quote(from)
              + " es_source)");
      rank(from);
    } catch (StoreException e) {
      throw new WrongInput(
          project.profile().from().place(),
          "'" + from + "' cannot be read as profiles: " + e.getMessage(),
          "");
    }
  }

  /**
   * Of rows with one key, or one address, the first in an order that does not depend on how the
   * source lists them is kept. Only such rows are looked at: they are few, and windows are slow.
   */
  private void rank(String from) {
    String twins =
        "select r.es_row, r.key, r.email, r.said, r.consent_at, r.reason, md5(cast(es_source as varchar)) as digest from "
            + READ
            + " r join "
            + Engine.quote(from)
            + " es_source on es_source.rowid = r.es_row where r.key in ("
            + several("key")
            + ") or r.email in ("
            + several("email")
            + ")";
    // First one row a key, then one key an address: judged side by side, of two equal rows each
    // could lose once and the person be gone.
    String byKey =
        "select *, row_number() over (partition by key, reason is null order by email, digest) as nth_key from ("
            + twins
            + ")";
    String said =
        "select *, row_number() over (partition by email, reason is null and nth_key = 1 order by key) as nth_email, "
            + "max(said) over (partition by email) as said_by_any, "
            + "max(said) over (partition by key) as said_by_key from ("
            + byKey
            + ")";
    engine.run(
        "create or replace temp table "
            + TWINS
            + " as select es_row, nth_key, nth_email, said_by_any, said_by_key, "
            + saidAt("any", "email")
            + ", "
            + saidAt("key", "key")
            + " from ("
            + said
            + ")");
  }

  /** When the most restrictive of several rows was said; unknown where one of those has no time. */
  private static String saidAt(String by, String column) {
    String that = "said = said_by_" + by;
    String over = " over (partition by " + column + ")";
    return "case when not bool_or("
        + that
        + " and consent_at is null)"
        + over
        + " then max(case when "
        + that
        + " then consent_at end)"
        + over
        + " end as at_by_"
        + by;
  }

  private static String several(String column) {
    return "select " + column + " from " + READ + " group by " + column + " having count(*) > 1";
  }

  /** As {@link EmailAddress} folds: ASCII letters only. */
  private static String asciiLower(String text) {
    return "case when lower("
        + text
        + ") = "
        + text
        + " then "
        + text
        + " else translate("
        + text
        + ", 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') end";
  }

  /** A key may be an address. */
  private static String masked(String key) {
    return key.contains("@") ? EmailAddress.mask(key) : key;
  }

  private void keep(ProfileSpec profile) {
    engine.run(
        "create or replace temp table "
            + REFUSED
            + " as select r.es_row, coalesce(reason, case when nth_key > 1 then 'the key is used by another row' "
            + "when nth_email > 1 then 'the e-mail address belongs to another person' end) as why from "
            + READ
            + " r left join "
            + TWINS
            + " w using (es_row) where why is not null");
    engine.each(
        "select coalesce(key, '(none)'), why from "
            + REFUSED
            + " join "
            + READ
            + " using (es_row) order by 2, 1",
        row ->
            rejects.add(
                profile.from().column(), "key " + masked(row.getString(1)), row.getString(2)));
    engine.each(
        "select key, bad from "
            + READ
            + " where bad <> '' and es_row not in (select es_row from "
            + REFUSED
            + ") order by 2, 1",
        row ->
            rejects.add(
                profile.from().column(),
                "key " + masked(row.getString(1)),
                row.getString(2) + " (value left out)"));
    String subscribed = String.valueOf(Consent.State.SUBSCRIBED.ordinal());
    // Of several rows about one person the most restrictive consent counts.
    engine.run(
        "create or replace temp table "
            + TABLE
            + " as select r.* exclude (es_row, said, said_by_any, said_by_key, at_by_any, at_by_key, consent_at, bad, reason), "
            + "case when greatest(said_by_any, said_by_key) <= "
            + subscribed
            + " then consent_at when said_by_any > said_by_key then at_by_any "
            + "when said_by_key > said_by_any then at_by_key when at_by_any is not null and at_by_key is not null then greatest(at_by_any, at_by_key) end as consent_at, case when greatest(said_by_any, said_by_key) > "
            + subscribed
            + " then greatest(said_by_any, said_by_key) when said = "
            + subscribed
            + " and (consent_at is null or consent_evidence is null) then 0 else said end as consent_state from "
            + "(select r.*, coalesce(w.said_by_any, r.said) as said_by_any, coalesce(w.said_by_key, r.said) as said_by_key, "
            + "case when w.es_row is null then r.consent_at else w.at_by_any end as at_by_any, "
            + "case when w.es_row is null then r.consent_at else w.at_by_key end as at_by_key from "
            + READ
            + " r left join "
            + TWINS
            + " w using (es_row) where es_row not in (select es_row from "
            + REFUSED
            + ")) r");
    List.of(REFUSED, TWINS, READ).forEach(table -> engine.run("drop table " + table));
  }
}
