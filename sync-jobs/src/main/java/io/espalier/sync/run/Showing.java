package io.espalier.sync.run;

import io.espalier.mjml.Compiled;
import io.espalier.mjml.MjmlEmail;
import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.proof.Witness;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import io.espalier.rule.Span;
import io.espalier.rule.Uses;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.MadeUpPeople;
import io.espalier.sync.store.Population;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people see of the project's emails: all of them are synced into fresh sandboxes at once, and
 * each email is rendered for each of them by every ESP's engine, and by the evaluator.
 */
public final class Showing implements AutoCloseable {
  private static final String COVER = "es_cover";

  private final Project project;
  private final Instant now;
  private final Engine engine;
  private final Rejects rejects;
  private final Target target;
  private final StageClock stage;
  private final SyncJob job;
  private final Population population;
  private final Map<String, String> about = new LinkedHashMap<>();
  private final Set<String> wanted = new LinkedHashSet<>();
  private int madeUp;

  /** Why somebody gets a branch. */
  public record Step(Place place, String test, String reason) {}

  /**
   * One email for one person.
   *
   * @param about of a made-up person, what was made up; otherwise empty
   * @param seen the first is what it means, the others are the ESPs'
   */
  public record Row(
      String email, String person, String about, List<Step> taken, List<Previews.Preview> seen) {}

  /** A branch that nobody was found for. */
  public record Unseen(String email, Place place, String test) {}

  private Showing(Project project, Instant now) {
    this.project = project;
    this.now = now;
    this.stage = new StageClock(now, SandboxOptions.fresh().clock());
    this.engine = Engine.inMemory(project.store().memoryMiB());
    this.rejects = new Rejects(Optional.empty());
    this.target = Target.sandboxes(Optional.empty(), stage);
    this.job = SyncJob.open(project, engine, target, call -> {});
    this.population = job.load(rejects, now);
  }

  /**
   * Reads the people.
   *
   * @throws WrongInput where an email or a source is wrong
   */
  public static Showing open(Project project, Instant now) {
    return new Showing(project, now);
  }

  /** The project's emails. */
  public List<MjmlEmail> emails() {
    return job.emails();
  }

  /**
   * Adds somebody of the sources; gives the key.
   *
   * @param profile a key or an address
   * @throws WrongInput where there is nobody
   */
  public String known(String profile) {
    String key =
        engine
            .first(
                "select key from " + Population.PROFILES + " where key = ? or email = lower(?)",
                row -> row.getString(1),
                profile,
                profile)
            .orElseThrow(
                () ->
                    new WrongInput(
                        Place.file("the sources"),
                        "there is no profile '" + shortened(profile) + "'",
                        "give a key that is there, or make a person up"));
    wanted.add(key);
    return key;
  }

  /** No clear address in an error. */
  private static String shortened(String profile) {
    int at = profile.indexOf('@');
    return at < 0 ? profile : profile.substring(0, Math.min(2, at)) + "…" + profile.substring(at);
  }

  /** Adds a made-up person; gives the key. */
  public String madeUp(Map<String, Value> values, List<Event> events, String what) {
    String key = "made-up-" + ++madeUp;
    Profile profile = new Profile(new ProfileKey(key), values, Map.of());
    MadeUpPeople.add(
        project,
        engine,
        now,
        new MadeUpPeople.Person(profile, key + "@made-up.example.net", events));
    wanted.add(key);
    about.put(key, what);
    return key;
  }

  /**
   * Adds people so that each branch of each condition is seen by one: somebody of the sources where
   * there is one, else a made-up person.
   *
   * @return branches for which nobody was found
   */
  public List<Unseen> cover(MjmlEmail email) {
    List<Branches.Branch> branches = Branches.of(email);
    List<Unseen> unseen = new ArrayList<>();
    if (branches.isEmpty()) {
      engine
          .first("select min(key) from " + Population.PROFILES, row -> row.getString(1))
          .ifPresent(wanted::add);
      return unseen;
    }
    Map<String, Rule> columns = new LinkedHashMap<>();
    branches.forEach(branch -> columns.put("b_" + columns.size(), branch.whole()));
    population.flags(COVER, columns);
    boolean[] covered = new boolean[branches.size()];
    for (int i = 0; i < covered.length; i++) {
      if (!covered[i]) {
        Optional<String> key =
            engine.first(
                "select key from " + COVER + " where b_" + i + " order by key limit 1",
                row -> row.getString(1));
        if (key.isPresent()) {
          wanted.add(key.get());
          mark(key.get(), covered);
        }
      }
    }
    for (int i = 0; i < covered.length; i++) {
      if (!covered[i]) {
        Branches.Branch branch = branches.get(i);
        Optional<Witness> witness =
            Witness.of(
                branch.whole(), project.schema(), population.segmentRules(), project.moment(now));
        if (witness.isPresent()) {
          Profile profile = witness.get().profile();
          madeUp(profile.attributes(), witness.get().events(), witness.get().shown());
        } else {
          unseen.add(new Unseen(email.name(), branch.place(), branch.test()));
        }
      }
    }
    return unseen;
  }

  private void mark(String key, boolean[] covered) {
    engine.each(
        "select * from " + COVER + " where key = ?",
        row -> {
          for (int i = 0; i < covered.length; i++) {
            covered[i] |= row.getBoolean("b_" + i);
          }
        },
        key);
  }

  /**
   * Syncs whoever was added, and nobody else, and renders.
   *
   * @param notes receives what an ESP refused
   */
  public List<Row> rows(List<MjmlEmail> emails, List<String> notes) {
    keepWanted();
    Plan plan = job.plan("preview", now, population);
    for (Report report : job.run(plan, rows -> {})) {
      report.reasons().forEach((reason, count) -> notes.add(report.esp() + ": " + reason));
    }
    stage.stop();
    Map<String, String> addresses = new LinkedHashMap<>();
    engine.each(
        "select key, email from " + Population.PROFILES,
        row -> addresses.put(row.getString(1), row.getString(2)));
    List<Row> rows = new ArrayList<>();
    for (MjmlEmail email : emails) {
      List<Rule> segments = new ArrayList<>();
      project.segments().keySet().forEach(s -> segments.add(new Rule.InSegment(s, Span.NONE)));
      Map<String, Reference.Person> people =
          Reference.people(project, engine, population, email, segments);
      Map<Connections.Open, Compiled> compiled = new LinkedHashMap<>();
      job.connections().all().forEach(open -> compiled.put(open, Previews.compile(open, email)));
      for (String key : wanted) {
        Reference.Person person = people.get(key);
        if (person != null) {
          rows.add(row(email, key, person, compiled, addresses.getOrDefault(key, "")));
        }
      }
    }
    return rows;
  }

  private void keepWanted() {
    StringBuilder keys = new StringBuilder("''");
    wanted.forEach(key -> keys.append(", ").append(Engine.literal(key)));
    engine.run("delete from " + Population.PROFILES + " where key not in (" + keys + ")");
    engine.run(
        "update "
            + Population.PROFILES
            + " set consent_state = 1, consent_at = timestamp '2020-01-01', consent_source ="
            + " 'preview', consent_evidence = 'preview in a sandbox'");
  }

  private Row row(
      MjmlEmail email,
      String key,
      Reference.Person person,
      Map<Connections.Open, Compiled> compiled,
      String address) {
    List<Step> steps =
        Branches.taken(email, person.holding()::contains).stream()
            .map(taken -> new Step(taken.place(), taken.test(), reason(taken, person)))
            .toList();
    List<Previews.Preview> seen = new ArrayList<>();
    seen.add(
        new Previews.Preview(
            Previews.REFERENCE,
            "What it means",
            person.evaluator().render(email.subject()),
            person.evaluator().render(email.html()),
            person.evaluator().render(email.text()),
            Optional.empty(),
            Optional.empty()));
    compiled.forEach((open, code) -> seen.add(Previews.preview(open, target, code, address)));
    return new Row(email.name(), key, about.getOrDefault(key, ""), steps, seen);
  }

  /** What the tests that decided speak of, and what that is for this person. */
  private static String reason(Branches.Taken taken, Reference.Person person) {
    Uses uses = Uses.of(taken.asked());
    List<String> reasons = new ArrayList<>();
    for (String attribute : new TreeSet<>(uses.attributes())) {
      Value value = person.profile().get(attribute);
      reasons.add(
          value.exists()
              ? attribute + " = " + RulePrinter.print(value)
              : attribute + " is missing");
    }
    for (String segment : new TreeSet<>(uses.segments())) {
      boolean in = person.holding().contains(new Rule.InSegment(segment, Span.NONE));
      reasons.add((in ? "in " : "not in ") + "segment " + segment);
    }
    for (String event : new TreeSet<>(uses.events())) {
      reasons.add("by the " + event + " events");
    }
    return String.join(", ", reasons);
  }

  @Override
  public void close() {
    job.close();
    target.close();
    rejects.close();
    engine.close();
  }
}
