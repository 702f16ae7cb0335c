package io.espalier.sync.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the benchmark claims besides its times, at a size for every build. */
final class PlanBenchTest {
  @TempDir Path dir;

  @Test
  void theRunTellsExactlyWhoChangedAndTheNightAfterWritesNothing() {
    PlanBench.Measured measured = new PlanBench(() -> 0, 512, 1).run(dir, 800, 3);

    assertTrue(measured.same(), "the plan and the statement by hand differ");
    assertEquals(7, measured.changed());
    assertEquals(
        List.of("points", "points", "points"),
        measured.told().stream().map(PlanBench.Told::fields).toList());
    assertTrue(measured.exact(), measured.toString());
    assertEquals(
        List.of(0L, 0L, 0L), measured.idle().stream().map(report -> report.writes()).toList());
  }
}
