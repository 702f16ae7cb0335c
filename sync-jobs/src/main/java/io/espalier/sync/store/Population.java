package io.espalier.sync.store;

import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.Uses;
import io.espalier.sql.SqlCompiler;
import io.espalier.sql.SqlQuery;
import io.espalier.sync.project.EventSpec;
import io.espalier.sync.project.ProfileSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.source.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The people of a project at one instant, loaded into an engine with as much as the rules at hand
 * need: their attributes, computed ones included, and their events.
 */
public final class Population {
  /** One row a person: {@code key}, {@code email}, consent, {@code a_<attribute>}. */
  public static final String PROFILES = "es_profile";

  private final Project project;
  private final Engine engine;
  private final Moment moment;
  private List<Issue> warnings = List.of();
  private final Set<String> lasting = new LinkedHashSet<>();
  private final Map<String, Long> eventRows = new LinkedHashMap<>();

  private Population(Project project, Engine engine, Moment moment) {
    this.project = project;
    this.engine = engine;
    this.moment = moment;
  }

  /**
   * Loads what these rules need.
   *
   * @param rules of the question; the rules of the segments that they name are added
   * @param everything load every attribute, for a plan
   * @throws io.espalier.sync.project.WrongInput where a source is not as the project says
   */
  public static Population load(
      Project project,
      Engine engine,
      Rejects rejects,
      Instant now,
      Collection<Rule> rules,
      boolean everything) {
    Population population = new Population(project, engine, project.moment(now));
    population.read(rejects, rules, everything);
    return population;
  }

  /** Over people and events that are in the engine already. */
  static Population over(Project project, Engine engine, Instant now) {
    return new Population(project, engine, project.moment(now));
  }

  private void read(Rejects rejects, Collection<Rule> asked, boolean everything) {
    List<Rule> rules = withReferenced(asked);
    Uses uses = Uses.of(rules);
    List<ProfileSpec.Computed> computed = new ArrayList<>();
    Set<String> events = new LinkedHashSet<>(uses.events());
    for (ProfileSpec.Computed attribute : project.profile().computed()) {
      if (everything || uses.attributes().contains(attribute.attribute().name())) {
        computed.add(attribute);
        events.addAll(Uses.of(attribute.operand()).events());
      }
    }
    List<ProfileSpec.Scored> scores = new ArrayList<>();
    for (ProfileSpec.Scored scored : project.profile().scores()) {
      if (everything || uses.attributes().contains(scored.attribute().name())) {
        scores.add(scored);
        scored.score().lines().forEach(line -> events.add(line.event()));
      }
    }
    Tables tables = new Tables(project, engine, rejects);
    Set<Issue> wrong = new LinkedHashSet<>();
    project
        .profile()
        .identity()
        .ifPresent(spec -> new Identity(spec, project, engine, tables, rejects).make());
    collect(
        wrong,
        () ->
            new PeopleKept(project, engine, tables, rejects)
                .load(new People(project, engine, tables, rejects)::load));
    Events loader = new Events(project, engine, tables, rejects);
    for (EventSpec event : project.events().values()) {
      if (events.contains(event.type().name())) {
        collect(wrong, wrong.isEmpty() ? () -> load(loader, event) : () -> loader.check(event));
      }
    }
    if (!wrong.isEmpty()) {
      throw new WrongInput(List.copyOf(wrong));
    }
    for (EventSpec event : project.events().values()) {
      if (events.contains(event.type().name())) {
        eventRows.put(
            event.type().name(),
            engine.number("select count(*) from " + Engine.quote(Events.table(event.type()))));
      }
    }
    compute(computed);
    new Scores(project, engine, moment).add(scores);
    if (everything && project.live().isPresent()) {
      new LiveTokenColumns(engine)
          .add(project.live().get(), project.profile().minted(), moment.now());
    }
    warnings =
        new GroupTies(engine, both -> compiler().select(both, Map.of()))
            .check(project.ties(), rules);
  }

  /** What is wrong with one table shall not hide what is wrong with another. */
  private static void collect(Set<Issue> wrong, Runnable work) {
    try {
      work.run();
    } catch (WrongInput e) {
      wrong.addAll(e.issues());
    }
  }

  private void load(Events loader, EventSpec event) {
    if (loader.load(event)) {
      lasting.add(event.type().name());
      // Whatever does not go through the totals reads events under the one name.
      engine.run(
          "create or replace temp view "
              + Engine.quote(Events.table(event.type()))
              + " as select * exclude (es_batch) from "
              + Engine.quote(EventHistory.table(event.type().name())));
    }
  }

  /** The rules, and those of every segment that one of them names. */
  private List<Rule> withReferenced(Collection<Rule> asked) {
    List<Rule> all = new ArrayList<>(asked);
    Set<String> seen = new LinkedHashSet<>();
    for (int i = 0; i < all.size(); i++) {
      for (String segment : Uses.of(List.of(all.get(i))).segments()) {
        Rule rule = segmentRules().get(segment);
        if (rule != null && seen.add(segment)) {
          all.add(rule);
        }
      }
    }
    return all;
  }

  private void compute(List<ProfileSpec.Computed> computed) {
    if (computed.isEmpty()) {
      engine.run("drop table if exists " + PROFILES);
      engine.run("alter table " + People.TABLE + " rename to " + PROFILES);
      return;
    }
    Map<String, Operand> values = new LinkedHashMap<>();
    computed.forEach(c -> values.put("a_" + c.attribute().name(), c.operand()));
    SqlCompiler compiler = new SqlCompiler(project.schema(), moment, Map.of(), People.TABLE);
    table("es_computed", query(compiler, "es_total_values", Map.of(), values));
    List<String> columns = new ArrayList<>();
    for (ProfileSpec.Computed attribute : computed) {
      String column = Engine.quote("a_" + attribute.attribute().name());
      columns.add(
          "cast(c."
              + column
              + " as "
              + engineType(attribute.attribute().type())
              + ") as "
              + column);
    }
    engine.run(
        "create or replace temp table "
            + PROFILES
            + " as select p.*, "
            + String.join(", ", columns)
            + " from "
            + People.TABLE
            + " p join es_computed c using (key)");
    engine.run("drop table es_computed");
  }

  static String engineType(ValueType type) {
    return switch (type) {
      case TEXT -> "VARCHAR";
      case NUMBER -> "DECIMAL(38,9)";
      case BOOL -> "BOOLEAN";
      case DATE -> "DATE";
      case DATETIME -> "TIMESTAMP";
      case LIST -> "VARCHAR[]";
    };
  }

  private void table(String name, SqlQuery query) {
    engine.run(
        "create or replace temp table " + Engine.quote(name) + " as " + query.sql(),
        query.binds().toArray());
  }

  public Map<String, Rule> segmentRules() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    project.segments().forEach((id, spec) -> rules.put(id, spec.rule()));
    return rules;
  }

  public long profiles() {
    return engine.number("select count(*) from " + PROFILES);
  }

  /** Type of event → how many of them were loaded; types that nothing asked for are left out. */
  public Map<String, Long> eventRows() {
    return eventRows;
  }

  /** How many people a rule is true for. */
  public long count(Rule rule) {
    return count(Map.of("asked", rule)).getOrDefault("asked", 0L);
  }

  /** How many people each rule is true for, in one pass. */
  public Map<String, Long> count(Map<String, Rule> rules) {
    if (rules.isEmpty()) {
      return Map.of();
    }
    // A segment may be called 'key'.
    Map<String, Rule> flags = new LinkedHashMap<>();
    rules.forEach((id, rule) -> flags.put("s_" + id, rule));
    SqlQuery query = compiler().select(flags, Map.of());
    List<String> sums = new ArrayList<>();
    flags.keySet().forEach(flag -> sums.add("count(*) filter (where " + Engine.quote(flag) + ")"));
    Map<String, Long> counts = new LinkedHashMap<>();
    engine.each(
        "select " + String.join(", ", sums) + " from (" + query.sql() + ")",
        row -> {
          int column = 1;
          for (String id : rules.keySet()) {
            counts.put(id, row.getLong(column++));
          }
        },
        query.binds().toArray());
    return counts;
  }

  /**
   * What rules and operands come to for one person.
   *
   * @param values name → text; names whose value is missing are left out
   */
  public record Answers(Map<String, Boolean> flags, Map<String, String> values) {
    public boolean holds(String flag) {
      return flags.getOrDefault(flag, false);
    }

    public Optional<String> value(String name) {
      return Optional.ofNullable(values.get(name));
    }
  }

  /** Answers for one person; empty where there is none with this key. */
  public Optional<Answers> answers(
      String key, Map<String, Rule> flags, Map<String, Operand> values) {
    SqlQuery query = compiler().select(flags, values);
    List<String> columns = new ArrayList<>();
    flags.keySet().forEach(flag -> columns.add(Engine.quote(flag)));
    values.keySet().forEach(name -> columns.add("cast(" + Engine.quote(name) + " as varchar)"));
    List<Object> binds = new ArrayList<>(query.binds());
    binds.add(key);
    return engine.first(
        "select " + String.join(", ", columns) + " from (" + query.sql() + ") where key = ?",
        row -> {
          Map<String, Boolean> holding = new LinkedHashMap<>();
          Map<String, String> texts = new LinkedHashMap<>();
          int column = 1;
          for (String flag : flags.keySet()) {
            holding.put(flag, row.getBoolean(column++));
          }
          for (String name : values.keySet()) {
            String text = row.getString(column++);
            if (text != null) {
              texts.put(name, text);
            }
          }
          return new Answers(holding, texts);
        },
        binds.toArray());
  }

  /** Makes a table of {@code key} and one column for each rule. */
  public void flags(String table, Map<String, Rule> rules) {
    table(table, query(compiler(), "es_total_flags", rules, Map.of()));
  }

  /** One statement; what the history of events amounts to is brought up to date for it first. */
  private SqlQuery query(
      SqlCompiler compiler, String prefix, Map<String, Rule> flags, Map<String, Operand> values) {
    if (lasting.isEmpty()) {
      return compiler.select(flags, values);
    }
    SqlCompiler.Split all = compiler.split(flags, values, prefix, this::eventTable);
    SqlCompiler.Split some = compiler.split(flags, values, prefix, event -> EventTotals.THEIRS);
    EventTotals totals = new EventTotals(engine);
    for (int i = 0; i < all.scans().size(); i++) {
      SqlCompiler.Scan scan = all.scans().get(i);
      EventSpec event = Objects.requireNonNull(project.events().get(scan.event()));
      if (lasting.contains(scan.event())) {
        totals.bring(event.type(), scan, some.scans().get(i), moment);
      } else {
        table(scan.name(), scan.query());
      }
    }
    return all.rest();
  }

  private String eventTable(String event) {
    return lasting.contains(event) ? EventHistory.table(event) : "event_" + event;
  }

  private SqlCompiler compiler() {
    return new SqlCompiler(project.schema(), moment, segmentRules(), PROFILES);
  }

  /** What is not wrong with the people of today, but could be with those of tomorrow. */
  public List<Issue> warnings() {
    return warnings;
  }

  public Moment moment() {
    return moment;
  }
}
