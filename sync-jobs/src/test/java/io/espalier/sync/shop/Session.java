package io.espalier.sync.shop;

import io.espalier.sandbox.FaultPlan;
import io.espalier.sandbox.Mood;
import io.espalier.spi.Surroundings.CallListener;
import io.espalier.sync.drift.AccountDrift;
import io.espalier.sync.drift.DriftCheck;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Plans;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.run.Hooks;
import io.espalier.sync.run.Report;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.HookInbox;
import io.espalier.sync.store.Population;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A shop, its state, and three sandboxes that nobody else has touched. */
public final class Session implements AutoCloseable {
  /** What 'now' means in every rule. */
  public static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");

  private static final int MEMORY = 512;
  private static final AtomicInteger IDS = new AtomicInteger();

  private final Shop shop;
  private final Path state;
  private final PassingTime time = new PassingTime(NOW);
  private final Target target = Target.sandboxes(Optional.empty(), time);
  private final Remotes remotes = new Remotes(target);

  private Session(Shop shop, Path state) {
    this.shop = shop;
    this.state = state;
  }

  public static Session of(Shop shop) {
    return new Session(shop, shop.file(".espalier/store.duckdb"));
  }

  /** The same shop and state, with fresh accounts at the ESPs. */
  public Session elsewhere() {
    return new Session(shop, state);
  }

  /** What one run did. */
  public record Run(Plan plan, List<Report> reports, Map<String, Long> rejects) {
    public Report of(String esp) {
      return reports.stream().filter(r -> r.esp().equals(esp)).findFirst().orElseThrow();
    }

    /** ESP → calls that could change something. */
    public Map<String, Long> writes() {
      Map<String, Long> writes = new TreeMap<>();
      reports.forEach(r -> writes.put(r.esp(), r.writes()));
      return writes;
    }

    public long rejected() {
      return reports.stream().mapToLong(Report::rejected).sum();
    }

    public long unknown() {
      return reports.stream().mapToLong(Report::unknown).sum();
    }
  }

  /** From now on an ESP's calls go so. */
  public void disturb(String esp, Mood mood) {
    target.sandbox(esp).orElseThrow().faults().become(mood);
  }

  /** Lets time go by, here and at the ESPs. */
  public void pass(Duration duration) {
    time.pass(duration);
  }

  /** Plans and runs. */
  public Run sync() {
    return sync(call -> {});
  }

  public Run sync(CallListener listener) {
    return sync(listener, step -> {});
  }

  /**
   * @param steps told of each statement of the state before it happens
   */
  public Run sync(CallListener listener, Engine.Steps steps) {
    try (Engine engine = Engine.at(state, MEMORY, steps);
        Rejects rejects = new Rejects(Optional.empty());
        SyncJob job = SyncJob.open(shop.project(), engine, target, time.surroundings(listener))) {
      Plan plan = job.plan("p" + IDS.incrementAndGet(), NOW, job.load(rejects, NOW));
      List<Report> reports = job.run(plan, rows -> {});
      Plans.ran(engine, plan, NOW);
      return new Run(plan, reports, rejects.counts());
    }
  }

  /** Has a person erased, and the state written anew. */
  public Optional<SyncJob.Erased> erase(String person, CallListener listener) {
    Optional<SyncJob.Erased> erased;
    try (Engine engine = Engine.at(state, MEMORY);
        SyncJob job = SyncJob.open(shop.project(), engine, target, time.surroundings(listener))) {
      erased = job.erase(person, shop.file(".espalier"));
    }
    Engine.rewrite(state, MEMORY);
    return erased;
  }

  /** What was found changed at the ESPs, and the plan that would repair it. */
  public record Drift(List<AccountDrift> found, Plan plan) {
    public AccountDrift at(String esp) {
      return found.stream().filter(a -> a.esp().equals(esp)).findFirst().orElseThrow();
    }

    public boolean isEmpty() {
      return found.stream().allMatch(AccountDrift::isEmpty);
    }
  }

  /** Compares the ESPs with what they confirmed; with {@code repair} as the policies say. */
  public Drift drift(boolean repair) {
    try (Engine engine = Engine.at(state, MEMORY);
        Rejects rejects = new Rejects(Optional.empty());
        SyncJob job = SyncJob.open(shop.project(), engine, target, time.surroundings(call -> {}))) {
      Population people = job.load(rejects, NOW);
      List<AccountDrift> found =
          new DriftCheck(shop.project(), engine, job).check(people, time.instant(), repair);
      return new Drift(found, job.plan("p" + IDS.incrementAndGet(), NOW, people));
    }
  }

  /** The ESPs that may call us, with this environment. */
  public Hooks hooks(ProjectReader.Environment environment, HookInbox inbox) {
    return Hooks.open(shop.project(), target, environment, time.surroundings(call -> {}), inbox);
  }

  /** For a command's {@code --target}: these sandboxes. */
  public String target() {
    return "sandbox:" + ReadyFile.write(shop.file("scratch/ready.json"), target);
  }

  /** Has an ESP disturb calls, as {@link FaultPlan} writes it; an empty text ends that. */
  public void disturb(String esp, String plan) {
    target
        .sandbox(esp)
        .orElseThrow()
        .faults()
        .become(FaultPlan.parse(plan, new SplittableRandom(5)));
  }

  /** The time, here and at the ESPs. */
  public PassingTime time() {
    return time;
  }

  /** Somebody who works in the ESPs. */
  public Marketer marketer() {
    return new Marketer(esp -> target.sandbox(esp).orElseThrow());
  }

  /** Plans only. */
  public Plan plan() {
    try (Engine engine = Engine.at(state, MEMORY);
        Rejects rejects = new Rejects(Optional.empty());
        SyncJob job = SyncJob.open(shop.project(), engine, target, time.surroundings(call -> {}))) {
      return job.plan("p" + IDS.incrementAndGet(), NOW, job.load(rejects, NOW));
    }
  }

  public Shop shop() {
    return shop;
  }

  /** The ESPs' side. */
  public Remotes remotes() {
    return remotes;
  }

  @Override
  public void close() {
    target.close();
  }
}
