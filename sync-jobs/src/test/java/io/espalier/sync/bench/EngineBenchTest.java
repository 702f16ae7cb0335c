package io.espalier.sync.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the benchmark claims besides its times, at a size for every build. */
final class EngineBenchTest {
  @TempDir Path dir;

  @Test
  void everyRowIsProvedAndTheLoopByHandWritesTheSame() {
    EngineBench.Measured measured =
        new EngineBench(() -> 0, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), 2).run(dir, 1_234);

    assertEquals(1_234, measured.rows());
    assertEquals(100, measured.batch());
    assertTrue(measured.proved(), "not every row was proved");
    assertTrue(measured.same(), "the loop by hand wrote other rows");
    assertTrue(measured.bytes() > 100_000, "bytes: " + measured.bytes());
  }
}
