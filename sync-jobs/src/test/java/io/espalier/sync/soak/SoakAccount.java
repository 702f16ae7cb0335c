package io.espalier.sync.soak;

import com.google.gson.JsonObject;
import io.espalier.sandbox.FaultPlan;
import io.espalier.sandbox.Mood;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.Sandboxes;
import io.espalier.sandbox.klaviyo.KlaviyoSandboxProvider;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Plans;
import io.espalier.sync.run.Report;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.shop.Remotes;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  private final String esp;
  private final Shop shop;
  private final PassingTime time = new PassingTime(NOW);
  private final Sandbox sandbox;
  private int runs;

  SoakAccount(String esp, Shop shop) {
    this.esp = esp;
    this.shop = shop;
    sandbox =
        provider(esp).start(SandboxOptions.fresh().at(time).pausing(pause -> time.pass(pause)));
  }

  private static SandboxProvider provider(String esp) {
    return esp.equals("klaviyo")
        ? new KlaviyoSandboxProvider(true)
        : Sandboxes.all().stream().filter(p -> p.id().equals(esp)).findFirst().orElseThrow();
  }

  /**
   * What one run did.
   *
   * @param took on the ESP's clock, from the first row to the last
   */
  record Run(Plan plan, Report report, Map<String, Long> rejects, Duration took) {}

  /** From now on calls go wrong. */
  void disturb(String faults, long seed) {
    sandbox.faults().become(FaultPlan.parse(faults, new SplittableRandom(seed)));
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
        SyncJob job = SyncJob.open(shop.project(), engine, target, time.surroundings(call -> {}))) {
      Plan plan = job.plan("p" + ++runs, NOW, job.load(rejects, NOW));
      Instant began = time.instant();
      Report report = job.run(plan, rows -> {}).get(0);
      Duration took = Duration.between(began, time.instant());
      Plans.ran(engine, plan, NOW);
      return new Run(plan, report, rejects.counts(), took);
    }
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

  private java.nio.file.Path readyFile() {
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
