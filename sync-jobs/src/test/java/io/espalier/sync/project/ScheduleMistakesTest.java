package io.espalier.sync.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every mistake of {@code schedules:}, as it is told. */
class ScheduleMistakesTest {
  @TempDir Path dir;

  private String mistakes(String schedules) {
    return Shop.in(dir)
        .edit("espalier.yaml", "project: shop", "project: shop\nschedules:\n" + schedules)
        .mistakes();
  }

  @Test
  void whatNeverStartsOrCannotBeReadIsTold() {
    assertEquals(
        """
        espalier.yaml:3:19: error: '30 25 * * *' is no cron expression
          nightly: {cron: "30 25 * * *"}
                          ^^^^^^^^^^^^^
          minute hour day-of-month month day-of-week, e.g. cron: "30 2 * * *\"""",
        mistakes("  nightly: {cron: \"30 25 * * *\"}"));
  }

  @Test
  void whoWaitsForNobodyIsTold() {
    assertEquals(
        """
        espalier.yaml:4:30: error: there is no schedule 'nightli'
          audit: {run: audit, after: nightli}
                                     ^^^^^^^
          did you mean 'nightly'?""",
        mistakes("  nightly: {every: 1h}\n  audit: {run: audit, after: nightli}"));
  }

  @Test
  void twoThatWaitForEachOtherAreTold() {
    assertEquals(
        """
        espalier.yaml:3:14: error: schedules wait for each other: a after b after a
          a: {after: b}
                     ^
        espalier.yaml:4:14: error: schedules wait for each other: b after a after b
          b: {after: a}
                     ^""",
        mistakes("  a: {after: b}\n  b: {after: a}"));
  }

  @Test
  void aJobThatNoScheduleRunsIsTold() {
    assertEquals(
        """
        espalier.yaml:3:23: error: a schedule cannot run 'demo'
          a: {every: 1h, run: demo}
                              ^^^^
          it can run sync, plan, audit, deliver
        espalier.yaml:4:7: error: schedule 'b' never starts
          b: {run: sync}
              ^^^
          give cron: "30 2 * * *", every: 1h or after: JOB""",
        mistakes("  a: {every: 1h, run: demo}\n  b: {run: sync}"));
  }
}
