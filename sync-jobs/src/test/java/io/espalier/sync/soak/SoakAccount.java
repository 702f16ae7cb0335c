package io.espalier.sync.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import io.espalier.sandbox.FaultPlan;
import io.espalier.sandbox.Mood;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.Sandboxes;
import io.espalier.sandbox.klaviyo.KlaviyoSandboxProvider;
import io.espalier.sandbox.mailchimp.MailchimpSandboxProvider;
import io.espalier.spi.CallRecord;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.sync.evidence.Refusals;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Plans;
import io.espalier.sync.run.Report;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.shop.Remotes;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.shop.SideBySideTime;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One ESP's sandbox with its quotas enforced, on a clock of its own that moves only when somebody
 * waits: what passes on it is what the ESP's limits and our pauses cost.
 */
final class SoakAccount implements AutoCloseable {
  /** 5 % of all calls, and one job in fifty that never ends. */
  static final String FAULTS =
      "1% throttle 2; 0.7% throttle-silently; 0.7% error 503; 0.7% edge-page 502; 0.7% cut;"
          + " 0.5% reset; 0.3% drop; 0.4% twice; 2% stuck";

  private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");
  private static final int MEMORY = 512;

  private static final int ENDPOINTS = 6;

  /** What Mailchimp works on a thousand people; how long it does is published nowhere. */
  private static final Duration A_BATCH = Duration.ofMillis(100);

  /** What a call takes, on the clock: without a network nobody would see whether any overlap. */
  private static final Map<String, Duration> A_CALL =
      Map.of(
          "klaviyo", Duration.ofMillis(250),
          "mailchimp", Duration.ofMillis(500),
          "salesforce-mc", Duration.ofMillis(250));

  private final String esp;
  private final Shop shop;
  private final SideBySideTime time = new SideBySideTime(NOW);
  private final Sandbox sandbox;
  private final Map<String, Long> calls = new HashMap<>();
  private int runs;

  SoakAccount(String esp, Shop shop) {
    this.esp = esp;
    this.shop = shop;
    sandbox =
        provider(esp).start(SandboxOptions.fresh().at(time).pausing(pause -> time.pass(pause)));
  }

  private static SandboxProvider provider(String esp) {
    return switch (esp) {
      case "klaviyo" -> new KlaviyoSandboxProvider(true);
      case "mailchimp" -> MailchimpSandboxProvider.working(A_BATCH);
      default -> Sandboxes.all().stream().filter(p -> p.id().equals(esp)).findFirst().orElseThrow();
    };
  }

  /**
   * What one run did.
   *
   * @param took on the ESP's clock, from the first row to the last
   * @param disturbed calls that went wrong, which the ESP counts all the same
   * @param calls how often each endpoint was called, most called first
   */
  record Run(
      Plan plan,
      Report report,
      Map<String, Long> rejects,
      Duration took,
      int disturbed,
      Map<String, Long> calls) {

    Ceiling ceiling() {
      return Ceiling.of(report.esp(), plan.parts().get(0));
    }

    /** Of the throughput that the published limits allow, so much was reached. */
    double share() {
      return SoakAccount.share(List.of(this));
    }

    /** Seconds that the limits allow for, where so many calls have to be made again. */
    double allowed() {
      return SoakAccount.allowed(List.of(this));
    }
  }

  /**
   * The same over all runs that a plan took: what a run has left undone, the next one's time is
   * counted for.
   */
  static double share(List<Run> runs) {
    return Math.min(1, allowed(runs) / seconds(runs));
  }

  private static double allowed(List<Run> runs) {
    double all = runs.stream().mapToLong(run -> run.report().calls()).sum();
    double disturbed = runs.stream().mapToInt(Run::disturbed).sum();
    return runs.get(0).ceiling().seconds(all / (all - disturbed));
  }

  static double seconds(List<Run> runs) {
    return runs.stream().mapToLong(run -> run.took().toMillis()).sum() / 1000.0;
  }

  /** From now on calls go wrong. */
  void disturb(String faults, long seed) {
    disturb(FaultPlan.parse(faults, new SplittableRandom(seed)));
  }

  /** From now on calls go so. */
  void disturb(Mood mood) {
    sandbox.faults().become(mood);
  }

  void calm() {
    sandbox.faults().become(Mood.CALM);
  }

  /** Runs until there is nothing to do any more; a run that cannot even start is begun again. */
  List<Run> syncUntilDone(int most) {
    List<Run> all = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      try {
        Run run = sync();
        if (run.plan().rows() == 0) {
          return all;
        }
        all.add(run);
      } catch (EspException e) {
        if (e.failure().kind() != FailureKind.TRANSIENT
            && e.failure().kind() != FailureKind.RATE_LIMITED
            && e.failure().kind() != FailureKind.PROTOCOL) {
          throw e;
        }
      }
    }
    throw new AssertionError(esp + " is not done after " + most + " runs: " + all);
  }

  Run sync() {
    try (Engine engine = engine();
        Target target = Target.readyFile(readyFile());
        Rejects rejects = new Rejects(Optional.of(shop.file(".espalier/rejects.jsonl")));
        SyncJob job =
            SyncJob.open(shop.project(), engine, target, time.surroundings(this::count))) {
      Plan plan = job.plan("p" + ++runs, NOW, job.load(rejects, NOW));
      calls.clear();
      int before = disturbed();
      Instant began = time.instant();
      Report report = job.run(plan, rows -> {}).get(0);
      Duration took = Duration.between(began, time.instant());
      Plans.ran(engine, plan, NOW);
      namesEveryRow(engine, plan, report);
      return new Run(plan, report, rejects.counts(), took, disturbed() - before, sorted(calls));
    }
  }

  /** The file of the rows that were not applied has all of them, and nobody's address. */
  private void namesEveryRow(Engine engine, Plan plan, Report report) {
    Optional<Path> file =
        Refusals.write(
            engine, plan.id(), shop.file(".espalier/rejects/" + plan.id() + ".refused.jsonl"));
    List<String> lines = file.map(SoakAccount::lines).orElse(List.of());
    assertEquals(report.rejected() + report.unknown(), lines.size(), "rows named of " + plan.id());
    assertEquals(
        List.of(),
        lines.stream().filter(line -> line.contains("@example")).toList(),
        "lines with an address");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From any lane. */
  private void count(CallRecord call) {
    time.sleep(A_CALL.getOrDefault(esp, Duration.ZERO));
    String endpoint =
        call.method()
            + " "
            + call.path().replaceAll("/[^/]*[0-9*][^/]*", "/*").replaceAll("/+", "/");
    synchronized (calls) {
      calls.merge(endpoint, 1L, Long::sum);
    }
  }

  private static Map<String, Long> sorted(Map<String, Long> counts) {
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(ENDPOINTS)
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  /** Keys of the people of whom a kind of row was refused, over all runs, as the history has it. */
  List<String> rejected(String kind) {
    try (Engine engine = engine()) {
      return engine.list(
          "select distinct key from ledger_history where outcome = 'REJECTED' and kind = ? order by key",
          row -> row.getString(1),
          kind);
    }
  }

  private Engine engine() {
    return Engine.at(shop.file(".espalier/store.duckdb"), MEMORY);
  }

  private Path readyFile() {
    JsonObject settings = new JsonObject();
    sandbox.settings().forEach(settings::addProperty);
    JsonObject ready = new JsonObject();
    ready.add(esp, settings);
    shop.with(".espalier/ready.json", ready.toString());
    return shop.file(".espalier/ready.json");
  }

  /** How many people the ESP holds, those twice who are there twice. */
  int census() {
    return Census.of(esp, sandbox.snapshot());
  }

  Remotes remotes() {
    return new Remotes(id -> sandbox);
  }

  int disturbed() {
    return sandbox.faults().disturbed();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
