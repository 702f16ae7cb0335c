package io.espalier.sync.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that want the same state at the same time. */
final class TwoProcessesTest {
  private static final String HOLDER = "process %d on \\S+, since \\S+Z";

  @TempDir Path dir;

  @Test
  void theSecondRefusesOrWaitsAndTakesOverFromADeadOne() throws InterruptedException {
    CountDownLatch atWork = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    try (Trial trial = Trial.fresh(dir);
        Child first = start(trial, atWork, held)) {
      assertTrue(atWork.await(120, TimeUnit.SECONDS), first.output());
      trial.watch((esp, exchange, status) -> {});
      String holder = String.format(HOLDER, first.pid());

      try (Child second = trial.start("runs")) {
        assertEquals(5, second.await(), second.output());
        matches(
            "(?s)error: another espalier is at work on the state in \\S+: "
                + holder
                + "\\R  wait until it has ended \\(--wait 15min does that\\), or give another"
                + " folder: --state DIR\\R",
            second.output());
      }

      try (Child third = trial.start("runs", "--wait", "15min")) {
        while (!third.output().contains("waiting until")) {
          assertTrue(!third.endsWithin(TimeUnit.MILLISECONDS.toNanos(20)), () -> third.output());
        }
        first.kill();
        held.countDown();

        assertEquals(0, third.await(), third.output());
        matches(
            "(?s).*taking over from an espalier that did not end \\(" + holder + "\\)\\R.*",
            third.output());
      }
    }
  }

  /** Stops at its first call, until it is let go. */
  private static Child start(Trial trial, CountDownLatch atWork, CountDownLatch held) {
    trial.watch(
        (esp, exchange, status) -> {
          atWork.countDown();
          try {
            held.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return trial.start();
  }

  private static void matches(String pattern, String text) {
    assertTrue(text.matches(pattern), text);
  }
}
