package io.espalier.sync.bench;

import io.espalier.spi.Surroundings;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Plans;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Connections;
import io.espalier.sync.run.Report;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A night's plan for three ESPs of which one person in a hundred has changed, beside one statement
 * written by hand that scans and compares the same tables; then the run of that plan, and the night
 * after, in which nothing has changed.
 *
 * <p>The ESPs are sandboxes in this process. They really hold the people who are going to change;
 * of the others the ledger is told that they were confirmed, as it is after a first run: sending
 * millions of them would measure the sandboxes.
 */
public final class PlanBench {
  /** Whoever's key ends so changes: one in a hundred. */
  private static final String CHANGING = "%07";

  /** The rules that look at attributes only. */
  public static final int MOST_RULES = 15;

  private final LongSupplier nanoTime;
  private final long memoryMiB;
  private final int rounds;

  public PlanBench(LongSupplier nanoTime, long memoryMiB, int rounds) {
    this.nanoTime = nanoTime;
    this.memoryMiB = memoryMiB;
    this.rounds = rounds;
  }

  /**
   * What was measured; times in seconds.
   *
   * @param load the source → the tables of the store, 1 % of its rows changed
   * @param learning the first plan over a new ledger, which compares everybody's texts once
   * @param product each round's planning, the questions to the ESPs included; so {@code expert}
   * @param planned rows of the plan, of all ESPs; so {@code byHand}
   * @param same whether both are the same rows, person by person
   * @param changed people who changed, and {@code told}: ESP → people whom the run told something
   * @param sent what the run sent; {@code idle}: what the run of the night after did
   */
  public record Measured(
      long people,
      double load,
      double learning,
      List<Double> product,
      List<Double> expert,
      long planned,
      long byHand,
      boolean same,
      long changed,
      List<Told> told,
      List<Report> sent,
      List<Report> idle) {

    /** How many times the hand-written statement's time planning takes. */
    public double ratio() {
      return SegmentsBench.median(product) / SegmentsBench.median(expert);
    }

    /** Whether each ESP was told of exactly those who changed, and the night after of nobody. */
    public boolean exact() {
      return told.stream().allMatch(t -> t.people() == changed && t.others() == 0)
          && sent.stream().allMatch(r -> r.rejected() + r.unknown() == 0)
          && idle.stream().allMatch(r -> r.writes() == 0);
    }
  }

  /**
   * Whom an ESP was told something.
   *
   * @param others people told who have not changed
   * @param fields which fields they were told
   */
  public record Told(String account, long people, long others, String fields) {}

  private record Night(double load, Plan plan, List<Report> reports) {}

  /**
   * Generates a shop in the folder and measures it.
   *
   * @param rules at most {@link #MOST_RULES}
   */
  public Measured run(Path dir, long people, int rules) {
    Project project = BenchShop.connected(dir, people, rules);
    Path state = dir.resolve("state").resolve("store.duckdb");
    List<Double> product = new ArrayList<>();
    List<Double> expert = new ArrayList<>();
    try (Target target = Target.sandboxes(Optional.empty())) {
      night(project, state, target, "first", this::believe);
      change(dir);
      long[] rows = new long[2];
      boolean[] same = new boolean[1];
      double[] learning = new double[1];
      Night second =
          night(
              project,
              state,
              target,
              "second",
              (engine, job, population, plan) -> {
                learning[0] = seconds(() -> job.plan("second", BenchShop.NOW, population));
                String byHand = byHand(project, job);
                for (int round = 0; round < rounds; round++) {
                  Runnable[] turns = {
                    () -> product.add(seconds(() -> job.plan("second", BenchShop.NOW, population))),
                    () -> expert.add(seconds(() -> engine.run(byHand)))
                  };
                  turns[round % 2].run();
                  turns[1 - round % 2].run();
                }
                String planned =
                    "select esp, kind, coalesce(segment, '') as segment, key from ledger_plan_row where plan = 'second'";
                String differing = "select count(*) from (%s except all %s)";
                rows[0] = engine.number("select count(*) from (" + planned + ")");
                rows[1] = engine.number("select count(*) from bench_by_hand");
                same[0] =
                    engine.number(String.format(differing, planned, "select * from bench_by_hand"))
                            + engine.number(
                                String.format(differing, "select * from bench_by_hand", planned))
                        == 0;
              });
      List<Told> told = told(state);
      long changed = changed(dir);
      Night third = night(project, state, target, "third", (engine, job, population, plan) -> {});
      return new Measured(
          people,
          second.load(),
          learning[0],
          product,
          expert,
          rows[0],
          rows[1],
          same[0],
          changed,
          told,
          second.reports(),
          third.reports());
    }
  }

  /** Between the plan and its run. */
  private interface Evening {
    void spend(Engine engine, SyncJob job, Population population, Plan plan);
  }

  private Night night(Project project, Path state, Target target, String id, Evening evening) {
    try (Engine engine = Engine.at(state, memoryMiB);
        Rejects rejects = new Rejects(Optional.empty());
        SyncJob job = SyncJob.open(project, engine, target, Surroundings.real(call -> {}))) {
      Population[] loaded = new Population[1];
      double load = seconds(() -> loaded[0] = job.load(rejects, BenchShop.NOW));
      Plan plan = job.plan(id, BenchShop.NOW, loaded[0]);
      evening.spend(engine, job, loaded[0], plan);
      List<Report> reports = job.run(plan, rows -> {});
      Plans.ran(engine, plan, Instant.now());
      return new Night(load, plan, reports);
    }
  }

  /** Of everybody who is not going to change, the ledger is told that the ESPs confirmed them. */
  private void believe(Engine engine, SyncJob job, Population population, Plan plan) {
    for (Plan.Part part : plan.parts()) {
      engine.run(
          "insert into ledger_profile (account, key, email, fields, consent, consent_at, confirmed_at) select ?, u.key, u.email, u.payload, c.consent, c.consent_at, now()::timestamp from ledger_plan_row u left join ledger_plan_row c on c.plan = u.plan and c.esp = u.esp and c.kind = 'SET_CONSENT' and c.key = u.key where u.plan = ? and u.esp = ? and u.kind = 'UPSERT' and u.key not like ?",
          part.account(),
          plan.id(),
          part.esp(),
          CHANGING);
      engine.run(
          "insert into ledger_member (account, segment, key, email) select ?, segment, key, email from ledger_plan_row where plan = ? and esp = ? and kind = 'JOIN' and key not like ?",
          part.account(),
          plan.id(),
          part.esp(),
          CHANGING);
    }
    engine.run(
        "delete from ledger_plan_row where kind in ('UPSERT', 'SET_CONSENT', 'JOIN') and key not like ?",
        CHANGING);
  }

  private static void change(Path dir) {
    Path file = dir.resolve("people.csv");
    Path changed = dir.resolve("changed.csv");
    try (Engine engine = Engine.inMemory(1024)) {
      engine.run(
          "copy (select * replace (case when id like '"
              + CHANGING
              + "' then cast(cast(points as decimal(18, 2)) + 1 as varchar) else points end as points) from read_csv("
              + Engine.literal(file.toString())
              + ", all_varchar = true)) to "
              + Engine.literal(changed.toString())
              + " (header)");
      Files.move(changed, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long changed(Path dir) {
    try (Engine engine = Engine.inMemory(1024)) {
      return engine.number(
          "select count(*) from read_csv("
              + Engine.literal(dir.resolve("people.csv").toString())
              + ", all_varchar = true) where id like ?",
          CHANGING);
    }
  }

  private List<Told> told(Path state) {
    try (Engine engine = Engine.at(state, memoryMiB)) {
      return engine.list(
          "select account, count(distinct key), count(distinct key) filter (where key not like ?), string_agg(distinct array_to_string(json_keys(told), ' '), ' | ') filter (where kind = 'UPSERT') from ledger_history where run = 'second' and key <> '' group by account order by account",
          row -> new Told(row.getString(1), row.getLong(2), row.getLong(3), row.getString(4)),
          CHANGING);
    }
  }

  /** The rows of the plan, by one statement over the same tables. */
  private static String byHand(Project project, SyncJob job) {
    List<String> ids = List.copyOf(project.segments().keySet());
    String people = Texts.read("plan-people.sql");
    String members = Texts.read("plan-members.sql");
    List<String> parts = new ArrayList<>();
    for (Connections.Open open : job.connections().all()) {
      for (String part : List.of(people, members)) {
        parts.add(
            part.replace("{esp}", open.esp().id()).replace("{account}", open.ledgerAccount()));
      }
    }
    return Texts.read("plan.sql")
        .replace(
            "{members}",
            ids.stream()
                .map(id -> "select '" + id + "' as segment, key, email from flagged where " + id)
                .collect(Collectors.joining(" union all ")))
        .replace("{parts}", String.join("\nunion all\n", parts));
  }

  private double seconds(Runnable work) {
    long start = nanoTime.getAsLong();
    work.run();
    return (nanoTime.getAsLong() - start) / 1e9;
  }
}
