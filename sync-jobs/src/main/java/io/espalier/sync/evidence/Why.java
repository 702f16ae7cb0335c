package io.espalier.sync.evidence;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import io.espalier.sync.project.ProfileSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.SegmentSpec;
import io.espalier.sync.store.ConsentLedger;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import io.espalier.sync.store.ValueColumns;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers why a person has these values, is in these segments, and what each ESP was told. */
public final class Why {
  private final Project project;
  private final Engine engine;
  private final Population population;

  /**
   * @param population loaded with every attribute
   */
  public Why(Project project, Engine engine, Population population) {
    this.project = project;
    this.engine = engine;
    this.population = population;
  }

  private record Found(String key, String email) {}

  /**
   * @param person our key, or the address
   * @return empty where neither the source nor the ledger knows such a person
   */
  public Optional<PersonEvidence> of(String person) {
    String address = EmailAddress.of(person).map(EmailAddress::address).orElse(person);
    Optional<Found> here = find(Population.PROFILES, "true", person, address);
    Optional<Found> found =
        here.isPresent() ? here : find("ledger_profile", "key is not null", person, address);
    return found.map(f -> evidence(f, here.isPresent()));
  }

  private Optional<Found> find(String table, String condition, String key, String address) {
    return engine.first(
        "select key, email from "
            + table
            + " where "
            + condition
            + " and (key = ? or email = ?) order by key = ? desc",
        row -> new Found(row.getString(1), row.getString(2)),
        key,
        address,
        key);
  }

  private PersonEvidence evidence(Found person, boolean here) {
    ConsentLedger.fold(engine, Population.PROFILES);
    return new PersonEvidence(
        person.key(),
        EmailAddress.mask(person.email()),
        here,
        here ? consent(person.key()) : new PersonEvidence.Consent("unknown", Optional.empty(), ""),
        here ? values(person.key()) : List.of(),
        here ? segments(person.key()) : List.of(),
        statements(person),
        esps(person.key()));
  }

  /** The source's word, unless the consent ledger knows better. */
  private PersonEvidence.Consent consent(String key) {
    return engine
        .first(
            "select coalesce(o.state, p.consent_state), case when o.key is null then p.consent_at else o.at_time end, coalesce(o.source, p.consent_source, '') from "
                + Population.PROFILES
                + " p left join "
                + ConsentLedger.OPTED_OUT
                + " o using (key) where p.key = ?",
            row ->
                new PersonEvidence.Consent(
                    word(row.getInt(1)), instant(row.getTimestamp(2)), row.getString(3)),
            key)
        .orElseThrow();
  }

  private List<PersonEvidence.Value> values(String key) {
    Map<String, String> sources = new LinkedHashMap<>();
    ProfileSpec profile = project.profile();
    String from = profile.from().column();
    profile
        .attributes()
        .forEach(
            c -> sources.put(c.attribute().name(), "column " + from + "." + c.column().column()));
    profile
        .computed()
        .forEach(c -> sources.put(c.attribute().name(), RulePrinter.print(c.operand())));
    profile
        .scores()
        .forEach(s -> sources.put(s.attribute().name(), "scores.yaml, " + s.score().name()));
    List<String> names = new ArrayList<>(sources.keySet());
    List<PersonEvidence.Value> values = new ArrayList<>();
    if (!names.isEmpty()) {
      List<String> columns =
          names.stream().map(n -> "cast(" + Engine.quote("a_" + n) + " as varchar)").toList();
      engine.each(
          "select "
              + String.join(", ", columns)
              + " from "
              + Population.PROFILES
              + " where key = ?",
          row -> {
            for (int i = 0; i < names.size(); i++) {
              values.add(
                  new PersonEvidence.Value(
                      names.get(i),
                      plain(row.getString(i + 1)),
                      sources.getOrDefault(names.get(i), "")));
            }
          },
          key);
    }
    profile
        .minted()
        .forEach(
            m ->
                values.add(
                    new PersonEvidence.Value(
                        m.attribute().name(), Optional.empty(), "a token, which is not shown")));
    return values;
  }

  private List<PersonEvidence.Segment> segments(String key) {
    List<PersonEvidence.Segment> segments = new ArrayList<>();
    for (SegmentSpec spec : project.segments().values()) {
      List<Conditions.Node> nodes = Conditions.of(spec.rule());
      Population.Answers answers =
          population
              .answers(key, Conditions.flags(nodes), Conditions.operands(nodes))
              .orElseThrow();
      List<PersonEvidence.Condition> conditions = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        Conditions.Node node = nodes.get(i);
        conditions.add(
            new PersonEvidence.Condition(
                node.depth(),
                node.text(),
                answers.holds("c_" + i),
                answers.value("v_" + i).flatMap(Why::plain)));
      }
      segments.add(
          new PersonEvidence.Segment(
              spec.segment().id(), conditions.get(0).holds(), note(spec), conditions));
    }
    return segments;
  }

  private static String note(SegmentSpec spec) {
    List<String> notes = new ArrayList<>();
    spec.exclusive()
        .ifPresent(e -> notes.add("in none of the segments before it in its exclusive group"));
    Rule written = spec.written();
    if (!RulePrinter.print(written).equals(RulePrinter.print(spec.own()))) {
      notes.add("with the values of on_missing");
    }
    return String.join("; ", notes);
  }

  private List<PersonEvidence.Statement> statements(Found person) {
    return engine.list(
        "select state, source, evidence, happened_at, learned_at from consent_statement where person = es_person(?) or profile = es_profile_of(?) order by id",
        row ->
            new PersonEvidence.Statement(
                word(row.getInt(1)),
                row.getString(2),
                row.getString(3),
                ValueColumns.utc(row.getTimestamp(4)),
                ValueColumns.utc(row.getTimestamp(5))),
        person.email(),
        person.key());
  }

  private List<PersonEvidence.AtEsp> esps(String key) {
    List<String> accounts =
        engine.list(
            "select account from ledger_profile where key = ? union select account from ledger_history where key = ? union select account from ledger_refused where key = ? order by 1",
            row -> row.getString(1),
            key,
            key,
            key);
    List<PersonEvidence.AtEsp> esps = new ArrayList<>();
    for (String account : accounts) {
      record Held(String fields, String consent, Optional<Instant> confirmed) {}
      Optional<Held> held =
          engine.first(
              "select fields, consent, confirmed_at from ledger_profile where account = ? and key = ?",
              row ->
                  new Held(
                      row.getString(1),
                      row.getObject(2) == null ? "not told" : word(row.getInt(2)),
                      instant(row.getTimestamp(3))),
              account,
              key);
      esps.add(
          new PersonEvidence.AtEsp(
              account.substring(0, account.indexOf(':')),
              held.map(Held::fields),
              held.map(Held::consent),
              held.flatMap(Held::confirmed),
              engine.list(
                  "select distinct segment from ledger_member where account = ? and key = ? order by 1",
                  row -> row.getString(1),
                  account,
                  key),
              told(
                  "select answered_at, run, kind, segment, told, outcome, reason from ledger_history where account = ? and key = ? and kind <> 'DEFINE_FIELD' order by answered_at, run, seq",
                  account,
                  key),
              told(
                  "select refused_at, '', kind, coalesce(segment, ''), coalesce(payload, ''), 'PARKED', reason from ledger_refused where account = ? and key = ? order by refused_at",
                  account,
                  key)));
    }
    return esps;
  }

  private List<PersonEvidence.Told> told(String sql, String account, String key) {
    return engine.list(
        sql,
        row ->
            new PersonEvidence.Told(
                ValueColumns.utc(row.getTimestamp(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7)),
        account,
        key);
  }

  private static String word(int state) {
    return Consent.State.values()[state].word();
  }

  private static Optional<Instant> instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? Optional.empty() : Optional.of(ValueColumns.utc(timestamp));
  }

  /** Numbers without the zeros at their end that the engine's columns have. */
  private static Optional<String> plain(@Nullable String text) {
    return text == null
        ? Optional.empty()
        : Optional.of(
            text.matches("-?[0-9]+\\.[0-9]+")
                ? new java.math.BigDecimal(text).stripTrailingZeros().toPlainString()
                : text);
  }
}
