package io.espalier.sync.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import io.espalier.sync.project.ScheduleSpec;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes that share a store, or one that starts again, know of each other's jobs. */
final class JobStoreTest {
  @TempDir Path dir;

  /** Opened anew each time, as another process would. */
  private interface Opening {
    JobStore open() throws SQLException, IOException;
  }

  private static void anEndIsKnownToWhoeverOpensItNext(Opening store)
      throws SQLException, IOException {
    Instant first = Instant.parse("2026-11-01T02:30:00Z");
    store.open().keepEnd("nightly", new JobStore.End(4, first));
    assertEquals(
        Optional.of(new JobStore.End(4, first)), store.open().lastEnd("nightly"), "of another");
    Instant second = Instant.parse("2026-11-02T02:30:00.5Z");
    store.open().keepEnd("nightly", new JobStore.End(0, second));
    assertEquals(Optional.of(new JobStore.End(0, second)), store.open().lastEnd("nightly"));
    assertEquals(Optional.empty(), store.open().lastEnd("weekly"));
  }

  @Test
  void ofAFileAnEndIsKnownAfterAnotherStart() throws SQLException, IOException {
    anEndIsKnownToWhoeverOpensItNext(() -> JobStore.file(dir));
  }

  @Test
  void ofPostgresTwoNodesDoAJobOnceAndOneTakesOverWhatTheOtherWasCutOffFrom()
      throws SQLException, IOException {
    try (EmbeddedPostgres postgres = postgres()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      anEndIsKnownToWhoeverOpensItNext(() -> JobStore.postgres(url));

      SettableClock clock = new SettableClock();
      clock.set(Instant.parse("2026-11-01T02:00:00Z"));
      List<String> ran = new ArrayList<>();
      ManualScheduler one = node("one", url, clock, ran, Ending.CUT_OFF);
      ManualScheduler other = node("other", url, clock, ran, Ending.WELL);
      clock.tick(Duration.ofMinutes(31));
      one.runAnyDueExecutions();
      one.stop();
      other.runAnyDueExecutions();
      other.runAnyDueExecutions();
      assertEquals(List.of("one nightly", "other nightly", "other check"), ran);
      other.stop();
    }
  }

  private static EmbeddedPostgres postgres() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException | RuntimeException e) {
      return Assumptions.abort("no PostgreSQL starts here: " + e.getMessage());
    }
  }

  private static ManualScheduler node(
      String name, String url, SettableClock clock, List<String> ran, Ending ending)
      throws SQLException {
    Jobs jobs =
        new Jobs(
            List.of(
                spec("nightly", Optional.of("30 2 * * *"), Optional.empty()),
                spec("check", Optional.empty(), Optional.of("nightly"))),
            job -> {
              ran.add(name + " " + job.name());
              return ending;
            },
            job -> true,
            line -> {},
            clock::now,
            new SplittableRandom(7));
    ManualScheduler scheduler =
        TestHelper.createManualScheduler(JobStore.postgres(url), jobs.following())
            .clock(clock)
            .startTasks(jobs.timed())
            .build();
    scheduler.start();
    return scheduler;
  }

  private static ScheduleSpec spec(String name, Optional<String> cron, Optional<String> after) {
    return new ScheduleSpec(
        name, cron, Optional.empty(), ZoneOffset.UTC, "sync", Duration.ZERO, after);
  }
}
