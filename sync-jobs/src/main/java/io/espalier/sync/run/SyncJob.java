package io.espalier.sync.run;

import io.espalier.mjml.MjmlEmail;
import io.espalier.model.Attribute;
import io.espalier.rule.Issue;
import io.espalier.rule.Rule;
import io.espalier.spi.Esp;
import io.espalier.spi.EspException;
import io.espalier.spi.Surroundings;
import io.espalier.sync.plan.Backfills;
import io.espalier.sync.plan.Needs;
import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Planner;
import io.espalier.sync.project.Project;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.ConsentAnswers;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Erasures;
import io.espalier.sync.store.HookInbox;
import io.espalier.sync.store.Ledger;
import io.espalier.sync.store.Population;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * A project, its store and its connections, ready to plan and to run.
 *
 * <pre>{@code
 * try (SyncJob job = SyncJob.open(project, engine, target, call -> {})) {
 *   Population people = job.load(rejects, now);
 *   Plan plan = job.plan("p1", now, people);
 *   List<Report> reports = job.run(plan, rows -> {});
 * }
 * }</pre>
 */
public final class SyncJob implements AutoCloseable {
  private final Project project;
  private final Engine engine;
  private final Needs needs;
  private final Connections connections;
  private final Surroundings surroundings;
  private final List<Issue> warnings;
  private final OptOutGate gate;
  private Optional<ConsentAnswers> answers = Optional.empty();
  private Optional<HookInbox> inbox = Optional.empty();

  private SyncJob(
      Project project,
      Engine engine,
      Needs needs,
      Connections connections,
      Surroundings surroundings,
      List<Issue> warnings,
      OptOutGate gate) {
    this.gate = gate;
    this.project = project;
    this.engine = engine;
    this.needs = needs;
    this.connections = connections;
    this.surroundings = surroundings;
    this.warnings = warnings;
  }

  /**
   * Checks the emails, opens every connection and checks its credentials.
   *
   * @throws io.espalier.sync.project.WrongInput where an email or a field's name is wrong
   * @throws EspException where an ESP refuses us or cannot be reached
   */
  public static SyncJob open(
      Project project, Engine engine, Target target, Surroundings.CallListener listener) {
    return open(project, engine, target, Surroundings.real(listener));
  }

  /**
   * As {@link #open(Project, Engine, Target, Surroundings.CallListener)}, with a time of its own.
   */
  public static SyncJob open(
      Project project, Engine engine, Target target, Surroundings surroundings) {
    return open(project, engine, Connections.esps(), target, surroundings, OptOutGate.LEDGER);
  }

  /**
   * As {@link #open(Project, Engine, Target, Surroundings)}, with ESPs and a gate of the caller.
   */
  static SyncJob open(
      Project project,
      Engine engine,
      Map<String, Esp> esps,
      Target target,
      Surroundings surroundings,
      OptOutGate gate) {
    Ledger.prepare(engine);
    List<Issue> warnings = new ArrayList<>();
    Needs needs =
        Needs.of(
            project,
            esps.values().stream()
                .filter(esp -> project.connections().containsKey(esp.id()))
                .toList(),
            warnings);
    Connections connections =
        Connections.open(project, esps, target, esp -> needs.attributes(esp.id()), surroundings);
    return new SyncJob(project, engine, needs, connections, surroundings, warnings, gate);
  }

  public List<Issue> warnings() {
    return warnings;
  }

  public Connections connections() {
    return connections;
  }

  public List<MjmlEmail> emails() {
    return needs.emails();
  }

  /**
   * From now on the opt-outs count, too, that people gave the live server, and those that ESPs told
   * it.
   *
   * @param state the folder where the store is
   */
  public void answersFrom(Path state) {
    answers = Optional.of(new ConsentAnswers(state));
    inbox = Optional.of(new HookInbox(state));
  }

  /** Loads the people as they are at an instant. */
  public Population load(Rejects rejects, Instant now) {
    List<Rule> rules = new ArrayList<>();
    project.segments().values().forEach(spec -> rules.add(spec.rule()));
    rules.addAll(needs.rules());
    Population population = Population.load(project, engine, rejects, now, rules, true);
    answers.ifPresent(given -> given.tell(engine, now));
    return population;
  }

  /**
   * Finishes what interrupted runs have left: asks after the jobs that an ESP had accepted, and
   * keeps their outcomes. Sends nothing.
   *
   * @return one report for each ESP
   */
  public List<Report> recover() {
    return recover(false);
  }

  private List<Report> recover(boolean waits) {
    List<Report> reports = new ArrayList<>();
    for (Connections.Open open : connections.all()) {
      reports.add(
          new Recovery(
                  engine,
                  open,
                  needs.attributes(open.esp().id()),
                  project.segmentList(),
                  surroundings,
                  waits)
              .run());
    }
    return reports;
  }

  /**
   * Asks every ESP what it has learned about consent since the last time. Sends nothing.
   *
   * @return how many statements were new
   */
  public long learn() {
    // What the ESPs told by themselves first: its times are exact.
    long news = inbox.map(told -> told.deliver(engine, surroundings.clock().instant())).orElse(0L);
    for (Connections.Open open : connections.all()) {
      news += Facts.read(engine, open, surroundings);
    }
    return news;
  }

  /**
   * What became of an erasure.
   *
   * @param hash by which the person is remembered
   * @param complete every account has proved that it holds nothing any more
   */
  public record Erased(
      String id, String hash, Instant askedAt, boolean complete, List<Erasures.Answer> answers) {}

  /**
   * Erases a person, here and at every connected ESP.
   *
   * @param person an address or a key
   * @param state the folder where the store is: its text files are searched too
   * @return empty where nobody is known by that key
   */
  public Optional<Erased> erase(String person, Path state) {
    // What is on its way arrives first: nothing may come to an ESP after it has forgotten.
    recover(true);
    Instant now = surroundings.clock().instant();
    Set<String> accounts = new LinkedHashSet<>();
    connections.all().forEach(open -> accounts.add(open.ledgerAccount()));
    Optional<String> id = Erasures.begin(engine, person, accounts, now);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    for (Erasures.Target one : Erasures.people(engine, id.get())) {
      Erasures.forgetInFiles(state, one.key(), one.email());
    }
    finishErasures();
    return Optional.of(
        new Erased(
            id.get(),
            Erasures.hash(engine, id.get()),
            now,
            Erasures.isDone(engine, id.get()),
            Erasures.answers(engine, id.get())));
  }

  /** Goes on with every erasure that an ESP has not proved yet. */
  private void finishErasures() {
    for (Connections.Open open : connections.all()) {
      new Erasure(engine, surroundings).run(open);
    }
    Erasures.endAll(engine, surroundings.clock().instant());
  }

  /** Makes a plan and keeps it, after {@link #recover} and {@link #learn}; sends nothing. */
  public Plan plan(String id, Instant madeAt, Population population) {
    recover();
    learn();
    return new Planner(project, engine, needs, gate).plan(id, madeAt, population, connections);
  }

  /**
   * Finishes and asks as a plan would, and makes the tables of what should be, for who compares
   * them with what is; {@link Planner#wants} and {@link Planner#MEMBERS}. A kept plan stays.
   */
  public void desire(Instant madeAt, Population population) {
    recover();
    learn();
    new Planner(project, engine, needs, gate).desire(madeAt, population, connections);
  }

  /** The attributes that an ESP has fields for. */
  public List<Attribute> attributes(String esp) {
    return needs.attributes(esp);
  }

  /** Told how far each ESP is; from several threads. */
  @FunctionalInterface
  public interface Progress {
    /** So many more rows of this ESP's part have their outcome. */
    void settled(String esp, long rows);
  }

  /** Executes a plan, the ESPs side by side. */
  public List<Report> run(Plan plan, LongConsumer progress) {
    return run(plan, (String esp, long rows) -> progress.accept(rows));
  }

  /** The same, told by ESP. */
  public List<Report> run(Plan plan, Progress progress) {
    recover();
    finishErasures();
    gate.withdraw(engine, plan.id());
    Runs.begin(engine, plan, surroundings.clock().instant());
    Backfills.begin(engine, plan, surroundings.clock().instant());
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, plan.parts().size()));
    try {
      List<Future<Report>> running = new ArrayList<>();
      for (Connections.Open open : connections.all()) {
        running.add(
            threads.submit(() -> run(plan, open, rows -> progress.settled(open.esp().id(), rows))));
      }
      List<Report> reports = reports(running);
      Runs.end(engine, plan, reports, surroundings.clock().instant());
      return reports;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Waits for all, also where one failed: the others still settle what they sent. */
  private static List<Report> reports(List<Future<Report>> running) throws InterruptedException {
    List<Report> reports = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    for (Future<Report> one : running) {
      try {
        reports.add(one.get());
      } catch (ExecutionException e) {
        failures.add(
            e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e));
      }
    }
    if (failures.isEmpty()) {
      return reports;
    }
    RuntimeException first = failures.get(0);
    failures.stream().skip(1).forEach(first::addSuppressed);
    throw first;
  }

  private Report run(Plan plan, Connections.Open open, LongConsumer progress) {
    try (Engine own = engine.another()) {
      List<Attribute> attributes = needs.attributes(open.esp().id());
      new ListsThere(own, open, project.segmentList()).look(plan.id());
      Report report =
          new Runner(
                  own,
                  plan.id(),
                  open,
                  attributes,
                  project.segmentList(),
                  gate,
                  surroundings,
                  progress)
              .run();
      return covered(report, new Coverage(own, open, attributes), plan);
    }
  }

  /** With what the ESP is seen to hold of the new fields; where it does not answer, without. */
  private Report covered(Report report, Coverage coverage, Plan plan) {
    if (report.stopped().isPresent()) {
      return report;
    }
    try {
      return report.with(
          coverage.measure(plan.id(), report.unknown() == 0, surroundings.clock().instant()));
    } catch (EspException e) {
      return report;
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
