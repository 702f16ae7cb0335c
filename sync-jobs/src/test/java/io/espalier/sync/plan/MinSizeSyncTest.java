package io.espalier.sync.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.project.Project;
import io.espalier.sync.run.Report;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What min_size makes of a segment at an ESP, over several syncs into the sandboxes. */
final class MinSizeSyncTest {
  private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");

  @TempDir Path dir;

  private Shop shop(String frenchLeast) {
    StringBuilder rows = new StringBuilder("id,email,country,age,opt_in,opt_in_at,proof\n");
    for (int i = 1; i <= 9; i++) {
      rows.append(
          "c%d,p%d@example.net,%s,%d,unknown,,\n".formatted(i, i, i <= 6 ? "France" : "Spain", i));
    }
    return Shop.in(dir)
        .edit(
            "espalier.yaml",
            Shop.CONNECTIONS,
            "connections:\n  klaviyo: {api_key_env: KLAVIYO_KEY}\n")
        .without("segments/buyers.yaml")
        .with("customers.csv", rows.toString())
        .with(
            "segments/french.yaml",
            "segment: french\nwhere: country == \"France\"\nmin_size: " + frenchLeast + "\n")
        .with("segments/old.yaml", "segment: old\nwhere: age >= 6\n");
  }

  private final PassingTime time = new PassingTime(NOW);

  private Plan sync(Project project, Target target, String id) {
    try (Engine engine = engine();
        Rejects rejects = new Rejects(Optional.empty());
        SyncJob job = SyncJob.open(project, engine, target, time.surroundings(call -> {}))) {
      Population population = job.load(rejects, NOW);
      Plan plan = job.plan(id, NOW, population);
      assertEquals(List.of(), plan.stops());
      for (Report report : job.run(plan, rows -> {})) {
        assertEquals(0, report.rejected() + report.unknown(), report.toString());
        assertEquals(Optional.empty(), report.stopped());
      }
      Plans.ran(engine, plan, NOW);
      return plan;
    }
  }

  private Engine engine() {
    return Engine.at(dir.resolve("state/store.duckdb"), 256);
  }

  /** What the ESP has confirmed. */
  private Map<String, String> held() {
    Map<String, String> members = new TreeMap<>();
    try (Engine engine = engine()) {
      engine.each(
          "select segment, string_agg(key, ' ' order by key) from ledger_member group by segment",
          row -> members.put(row.getString(1), row.getString(2)));
    }
    return members;
  }

  private static Plan.SegmentPart part(Plan plan, String segment) {
    return plan.parts().get(0).segments().stream()
        .filter(s -> s.id().equals(segment))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSegmentThatBecomesSmallMovesIntoTheOtherAndBackWhenItHasGrown() {
    String merge = "{members: %d, otherwise: {merge_into: old}}";
    try (Target target = Target.sandboxes(Optional.empty(), time)) {
      sync(shop(merge.formatted(6)).project(), target, "p1");
      assertEquals(Map.of("french", "c1 c2 c3 c4 c5 c6", "old", "c6 c7 c8 c9"), held());

      Plan merged = sync(shop(merge.formatted(7)).project(), target, "p2");
      assertEquals(Map.of("old", "c1 c2 c3 c4 c5 c6 c7 c8 c9"), held());
      assertEquals(
          "6 members, fewer than min_size 7: sent as members of 'old'",
          part(merged, "french").held());
      assertEquals(6, part(merged, "french").leaves());
      assertEquals(9, part(merged, "old").members());
      assertEquals("among its members are 6 of 'french'", part(merged, "old").note());

      assertEquals(0, sync(shop(merge.formatted(7)).project(), target, "p3").rows());

      sync(shop(merge.formatted(6)).project(), target, "p4");
      assertEquals(Map.of("french", "c1 c2 c3 c4 c5 c6", "old", "c6 c7 c8 c9"), held());
    }
  }

  @Test
  void aBlockedSegmentStaysAsItIsThereAndAWarnedOneIsSent() {
    try (Target target = Target.sandboxes(Optional.empty(), time)) {
      Plan blocked = sync(shop("7").project(), target, "p1");
      assertEquals(Map.of("old", "c6 c7 c8 c9"), held());
      assertEquals("6 members, fewer than min_size 7: not sent", part(blocked, "french").held());

      Plan warned = sync(shop("{members: 7, otherwise: warn}").project(), target, "p2");
      assertEquals(Map.of("french", "c1 c2 c3 c4 c5 c6", "old", "c6 c7 c8 c9"), held());
      assertEquals(
          "6 members, fewer than min_size 7: sent all the same", part(warned, "french").note());
      assertTrue(part(warned, "french").define());
    }
  }

  @Test
  void whomTheOtherCannotTakeStaysWhereTheyAre() {
    String merge = "{members: %d, otherwise: {merge_into: old}}";
    try (Target target = Target.sandboxes(Optional.empty(), time)) {
      sync(shop(merge.formatted(6)).project(), target, "p1");
      Project project =
          shop(merge.formatted(7))
              .with("segments/old.yaml", "segment: old\nwhere: age >= 6\nmin_size: 10\n")
              .project();

      Plan plan = sync(project, target, "p2");

      assertEquals(Map.of("french", "c1 c2 c3 c4 c5 c6", "old", "c6 c7 c8 c9"), held());
      assertEquals(
          "6 members, fewer than min_size 7, and 'old', which takes them, is too small as well: not sent",
          part(plan, "french").held());
      assertEquals(0, plan.rows());
    }
  }
}
