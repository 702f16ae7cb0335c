package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.spi.Esp;
import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Plans;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A segment that is offered goes where a marketer asked for it, from the next run on. */
final class AskedForTest {
  @TempDir Path dir;
  private final PassingTime time = new PassingTime(Session.NOW);
  private final Map<String, LightEsp> light = new TreeMap<>();
  private final Map<String, Esp> esps = new TreeMap<>();
  private int number;

  private long run(Engine engine, Project project) {
    try (Engine own = engine.another();
        Rejects rejects = new Rejects(Optional.empty());
        Target target = Target.real(name -> null);
        SyncJob job =
            SyncJob.open(
                project, own, esps, target, time.surroundings(call -> {}), OptOutGate.LEDGER)) {
      Plan plan = job.plan("p" + ++number, Session.NOW, job.load(rejects, Session.NOW));
      job.run(plan, rows -> {});
      Plans.ran(own, plan, Session.NOW);
      return plan.rows();
    }
  }

  private Set<String> segmentsOfAda(String esp) {
    return java.util.Objects.requireNonNull(
            java.util.Objects.requireNonNull(light.get(esp)).people.get("ada@example.net"))
        .segments;
  }

  @Test
  void choosingAndUnchoosingTakeEffectWithTheNextRunAndDeleteNothing() {
    for (LightEsp.Temper temper : LightEsp.Temper.values()) {
      LightEsp esp = new LightEsp(temper.name().toLowerCase(java.util.Locale.ROOT), temper, time);
      light.put(esp.id(), esp);
      esps.put(esp.id(), esp);
    }
    Shop shop =
        Shop.in(dir)
            .with("segments/french.yaml", Shop.FRENCH + "sync: asked\n")
            .with("segments/buyers.yaml", Shop.BUYERS + "sync: [clears, asked]\n")
            .with(
                "espalier.yaml",
                """
                project: shop
                sources:
                  customers: {kind: csv, path: customers.csv}
                  orders: {kind: csv, path: orders.csv}
                connections: {clears: {}, refuses: {}, forgets: {}}
                """);
    Project project =
        new ProjectReader(esps, name -> null).read(shop.dir()).project().orElseThrow();
    try (Engine engine = Engine.inMemory(256)) {
      run(engine, project);
      assertEquals(Set.of("buyers"), segmentsOfAda("clears"));
      assertEquals(Set.of(), segmentsOfAda("refuses"));

      java.util.Objects.requireNonNull(light.get("refuses")).switchedOn.add("french");
      run(engine, project);
      assertEquals(Set.of("buyers"), segmentsOfAda("clears"));
      assertEquals(Set.of("french"), segmentsOfAda("refuses"));
      assertEquals(Set.of(), segmentsOfAda("forgets"));

      java.util.Objects.requireNonNull(light.get("refuses")).switchedOn.clear();
      assertEquals(0, run(engine, project));
      shop.edit("customers.csv", "ada@example.net,France", "ada@example.net,Spain");
      run(engine, project);
      // Nobody is taken out of what is no longer asked for, and nothing is deleted.
      assertEquals(Set.of("french"), segmentsOfAda("refuses"));
    }
  }
}
