package io.espalier.sync.plan;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import io.espalier.sync.project.NeverSent;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.ConsentLedger;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Erasures;
import io.espalier.sync.store.Population;
import io.espalier.sync.store.ValueColumns;
import io.espalier.template.Derived;
import io.espalier.template.DerivedValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What should be true at the ESPs, as tables: who is in which segment, and of each ESP what each
 * person's fields should be, as one canonical JSON text that is compared with the ledger's.
 */
final class Desired {
  /** {@code segment, key, email}: of people who may be sent. */
  static final String MEMBERS = "es_want_member";

  /** The evidence of people whom no consent makes to be sent; their source is the reason. */
  static final String NEVER = "espalier: never sent";

  private static final String ROLE = "role address";

  /** Stands for a table of people; no name of an attribute has its like. */
  static final String PEOPLE = "{people}";

  /** To be raised whenever the same values would make another text of somebody's fields. */
  private static final String FORM = "1";

  static final String FLAGS = "es_flags";
  static final String TEXTS = "es_texts";

  private final Project project;
  private final Engine engine;
  private final Population population;
  private final Instant madeAt;
  private final OptOutGate gate;
  private final Map<String, String> prints = new HashMap<>();
  private Map<String, SegmentSizes.Size> sizes = Map.of();

  Desired(Project project, Engine engine, Population population, Instant madeAt, OptOutGate gate) {
    this.madeAt = madeAt;
    this.gate = gate;
    this.project = project;
    this.engine = engine;
    this.population = population;
  }

  /** The view of one ESP: {@code key, email, fields, print, consent …}. */
  static String wants(String esp) {
    return "es_want_" + esp.replace('-', '_');
  }

  /** True for people of whom nothing may be sent but their opt-out. */
  static String optedOut(String column) {
    return column + " >= " + Consent.State.SUPPRESSED.ordinal();
  }

  void make(Needs needs) {
    keepOptOuts();
    Map<String, Rule> flags = new LinkedHashMap<>();
    project.segments().forEach((id, spec) -> flags.put("s_" + id, spec.rule()));
    List<Derived> texts = new ArrayList<>();
    for (Derived derived : needs.derived().values()) {
      if (derived.source() instanceof Derived.FlagOf flag) {
        flags.put("a_" + derived.attribute().name(), flag.rule());
      } else {
        texts.add(derived);
        for (Rule rule : derived.source().rules()) {
          flags.put(column(rule), rule);
        }
      }
    }
    if (flags.isEmpty()) {
      engine.run(
          "create or replace temp table " + FLAGS + " as select key from " + Population.PROFILES);
    } else {
      population.flags(FLAGS, flags);
    }
    format(texts);
    members();
  }

  /** What the source says is added to the consent ledger; what the ledger holds is made true. */
  private void keepOptOuts() {
    Erasures.keepOut(engine, Population.PROFILES);
    ConsentLedger.hear(engine, Population.PROFILES, madeAt);
    ConsentLedger.confirm(engine, Population.PROFILES);
    ConsentLedger.fold(engine, Population.PROFILES);
    gate.withhold(engine);
    withholdWhoIsNeverSent();
  }

  /** Of a role, or bought: no consent makes these people to be written to. */
  private void withholdWhoIsNeverSent() {
    NeverSent never = project.profile().consent().neverSent();
    withhold("split_part(email, '@', 1)", never.roles(), Engine.literal(ROLE));
    withhold("consent_acquired", never.never(), "'address ' || consent_acquired");
  }

  private void withhold(String column, Set<String> words, String why) {
    if (!words.isEmpty()) {
      engine.run(
          "update "
              + Population.PROFILES
              + " set consent_state = "
              + Consent.State.UNSUBSCRIBED.ordinal()
              + ", consent_at = null, consent_source = "
              + why
              + ", consent_evidence = '"
              + NEVER
              + "' where not ("
              + optedOut("consent_state")
              + ") and "
              + column
              + " in ("
              + words.stream()
                  .sorted()
                  .map(Engine::literal)
                  .collect(java.util.stream.Collectors.joining(", "))
              + ")");
    }
  }

  /** Formats in Java, where the formats are defined, one pass over the columns they read. */
  private void format(List<Derived> texts) {
    List<String> declared = new ArrayList<>(List.of("key varchar"));
    texts.forEach(d -> declared.add(Engine.quote("a_" + d.attribute().name()) + " varchar"));
    engine.run("create or replace temp table " + TEXTS + " (" + String.join(", ", declared) + ")");
    if (texts.isEmpty()) {
      return;
    }
    Set<String> shown = new LinkedHashSet<>();
    List<Rule> rules = new ArrayList<>();
    for (Derived derived : texts) {
      shown.addAll(derived.source().shown());
      derived.source().rules().stream().filter(r -> !rules.contains(r)).forEach(rules::add);
    }
    List<Attribute> attributes =
        shown.stream().flatMap(name -> project.schema().attribute(name).stream()).toList();
    List<String> columns = new ArrayList<>(List.of("key"));
    attributes.forEach(a -> columns.add(Engine.quote("a_" + a.name())));
    rules.forEach(rule -> columns.add(Engine.quote(column(rule))));
    engine.refill(
        "select "
            + String.join(", ", columns)
            + " from "
            + Population.PROFILES
            + " join "
            + FLAGS
            + " using (key)",
        TEXTS,
        row -> formatted(row, texts, attributes, rules));
  }

  /** The column of flags in which a rule's answer stands that only a text needs. */
  private static String column(Rule rule) {
    return "r_" + RulePrinter.print(rule);
  }

  private @Nullable String[] formatted(
      ResultSet row, List<Derived> texts, List<Attribute> attributes, List<Rule> rules)
      throws SQLException {
    Map<String, Value> values = new HashMap<>();
    for (int i = 0; i < attributes.size(); i++) {
      Value value = ValueColumns.read(row, i + 2, attributes.get(i).type());
      if (value.exists()) {
        values.put(attributes.get(i).name(), value);
      }
    }
    Set<Rule> holding = new HashSet<>();
    for (int i = 0; i < rules.size(); i++) {
      if (row.getBoolean(attributes.size() + i + 2)) {
        holding.add(rules.get(i));
      }
    }
    String key = row.getString(1);
    Profile profile = new Profile(new ProfileKey(key), values, Map.of());
    @Nullable String[] made = new @Nullable String[texts.size() + 1];
    made[0] = key;
    for (int i = 0; i < texts.size(); i++) {
      Value value = DerivedValues.of(texts.get(i), profile, holding::contains, project.zone());
      made[i + 1] = value.exists() ? value.plain() : null;
    }
    return made;
  }

  private void members() {
    engine.run(
        "create or replace temp table "
            + MEMBERS
            + " (segment varchar, key varchar, email varchar)");
    if (!project.segments().isEmpty()) {
      engine.run(
          "insert into "
              + MEMBERS
              + " with sent as materialized (select f.*, p.email as es_email from "
              + FLAGS
              + " f join "
              + Population.PROFILES
              + " p using (key) where not ("
              + optedOut("p.consent_state")
              + ")) "
              + project.segments().keySet().stream()
                  .map(
                      id ->
                          "select "
                              + Engine.literal(id)
                              + ", key, es_email from sent where "
                              + Engine.quote("s_" + id))
                  .collect(Collectors.joining(" union all ")));
    }
    sizes = SegmentSizes.settle(project.segments(), engine);
  }

  /** What is sent of a segment, once {@link #make} has run. */
  SegmentSizes.Size size(String segment) {
    return java.util.Objects.requireNonNull(sizes.get(segment));
  }

  /**
   * Makes the view of one ESP. What nobody asks of it is not made: a person's fields, as text, are
   * so of those only who may differ.
   *
   * @return the view's SQL, with {@link #PEOPLE} where the people stand
   */
  String wants(String esp, List<Attribute> attributes, Map<String, Derived> derived) {
    List<String> fields = new ArrayList<>();
    List<String> values = new ArrayList<>();
    StringBuilder form = new StringBuilder(FORM);
    boolean texts = false;
    boolean flags = false;
    // By name, and without what is missing: another order or a new attribute changes nobody.
    for (Attribute attribute :
        attributes.stream().sorted(Comparator.comparing(Attribute::name)).toList()) {
      String column = Engine.quote("a_" + attribute.name());
      Derived needed = derived.get(attribute.name());
      String value;
      String text;
      if (needed == null) {
        value = "p." + column;
        text = ValueColumns.canonical(attribute.type(), value);
      } else if (needed.source() instanceof Derived.FlagOf) {
        flags = true;
        value = "f." + column;
        text =
            "case when "
                + value
                + " then "
                + Engine.literal(Derived.YES)
                + " else "
                + Engine.literal(Derived.NO)
                + " end";
      } else {
        texts = true;
        value = "t." + column;
        text = value;
      }
      form.append('\n').append(attribute.name()).append(' ').append(attribute.type());
      values.add(value);
      fields.add(Engine.literal(attribute.name()) + ", " + text);
    }
    String select =
        "select p.key, p.email, cast(json_merge_patch('{}', json_object("
            + String.join(", ", fields)
            + ")) as varchar) as fields, hash("
            + Engine.literal(form.toString())
            + (values.isEmpty() ? "" : ", " + String.join(", ", values))
            + ") as print, p.consent_state as consent, p.consent_at, p.consent_source, p.consent_evidence from "
            + PEOPLE
            + " p"
            + (flags ? " join " + FLAGS + " f using (key)" : "")
            + (texts ? " left join " + TEXTS + " t using (key)" : "");
    engine.run(
        "create or replace temp view "
            + wants(esp)
            + " as "
            + select.replace(PEOPLE, Population.PROFILES));
    return select;
  }

  /**
   * A table of {@code key, email, print, consent, consent_at}: what is compared of everybody. ESPs
   * that are to hold the same fields share one.
   *
   * @param select as {@link #wants(String, List, Map)} gives it
   */
  String prints(String select) {
    return prints.computeIfAbsent(
        select,
        s -> {
          String table = "es_prints_" + prints.size();
          engine.run(
              "create or replace temp table "
                  + table
                  + " as select key, email, print, consent, consent_at from ("
                  + s.replace(PEOPLE, Population.PROFILES)
                  + ")");
          return table;
        });
  }

  /** Lets go of what only the comparing needed. */
  void done() {
    prints.values().forEach(table -> engine.run("drop table " + table));
    prints.clear();
  }
}
