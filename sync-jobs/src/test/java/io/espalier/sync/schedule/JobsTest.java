package io.espalier.sync.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import io.espalier.sync.project.ScheduleSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When jobs start, on a clock that the test moves. */
final class JobsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @TempDir Path dir;
  private final SettableClock clock = new SettableClock();
  private final List<String> ran = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private Ending ending = Ending.WELL;

  private static ScheduleSpec cron(String name, String cron, ZoneId zone, Duration jitter) {
    return new ScheduleSpec(
        name, Optional.of(cron), Optional.empty(), zone, "sync", jitter, Optional.empty());
  }

  private static ScheduleSpec after(String name, String other) {
    return new ScheduleSpec(
        name,
        Optional.empty(),
        Optional.empty(),
        ZoneOffset.UTC,
        "audit",
        Duration.ZERO,
        Optional.of(other));
  }

  private ManualScheduler start(ScheduleSpec... specs) {
    Jobs jobs =
        new Jobs(
            List.of(specs),
            spec -> {
              ran.add(spec.name() + " " + clock.now());
              return ending;
            },
            name -> ending == Ending.WELL,
            log::add,
            clock::now,
            new SplittableRandom(7));
    try {
      ManualScheduler scheduler =
          TestHelper.createManualScheduler(JobStore.file(dir), jobs.following())
              .clock(clock)
              .startTasks(jobs.timed())
              .build();
      scheduler.start();
      return scheduler;
    } catch (SQLException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Goes on in steps of a quarter of an hour. */
  private void goOn(ManualScheduler scheduler, Duration time) {
    for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plusMinutes(15)) {
      clock.tick(Duration.ofMinutes(15));
      scheduler.runAnyDueExecutions();
    }
  }

  @Test
  void aNightlyJobKeepsItsHourWhenTheClocksChange() {
    clock.set(Instant.parse("2026-10-24T00:00:00Z"));
    goOn(start(cron("nightly", "30 3 * * *", BERLIN, Duration.ZERO)), Duration.ofDays(3));
    assertEquals(
        List.of(
            "nightly 2026-10-24T01:30:00Z",
            "nightly 2026-10-25T02:30:00Z",
            "nightly 2026-10-26T02:30:00Z"),
        ran);
  }

  @Test
  void whatWasMissedIsCaughtUpOnce() {
    clock.set(Instant.parse("2026-11-01T12:00:00Z"));
    ScheduleSpec nightly = cron("nightly", "30 2 * * *", ZoneOffset.UTC, Duration.ZERO);
    start(nightly);
    // Nobody was there for five nights.
    clock.set(Instant.parse("2026-11-06T12:00:00Z"));
    goOn(start(nightly), Duration.ofDays(1));
    assertEquals(List.of("nightly 2026-11-06T12:15:00Z", "nightly 2026-11-07T02:30:00Z"), ran);
  }

  @Test
  void twoNodesOnOneStoreDoAJobOnce() {
    clock.set(Instant.parse("2026-11-01T02:00:00Z"));
    ScheduleSpec nightly = cron("nightly", "30 2 * * *", ZoneOffset.UTC, Duration.ZERO);
    ManualScheduler one = start(nightly);
    ManualScheduler other = start(nightly);
    clock.tick(Duration.ofMinutes(31));
    one.runAnyDueExecutions();
    other.runAnyDueExecutions();
    assertEquals(1, ran.size());
  }

  @Test
  void aJobThatWaitsForAnotherStartsWhenThatEndedWellOnly() {
    clock.set(Instant.parse("2026-11-01T02:00:00Z"));
    ManualScheduler scheduler =
        start(
            cron("nightly", "30 2 * * *", ZoneOffset.UTC, Duration.ZERO),
            after("check", "nightly"));
    goOn(scheduler, Duration.ofHours(2));
    assertEquals(List.of("nightly 2026-11-01T02:30:00Z", "check 2026-11-01T02:45:00Z"), ran);
    ran.clear();
    ending = Ending.BADLY;
    goOn(scheduler, Duration.ofHours(24));
    assertEquals(List.of("nightly 2026-11-02T02:30:00Z"), ran);
    assertEquals(List.of("schedule check: not started, since nightly did not end well"), log);
  }

  @Test
  void aJobWithATimeOfItsOwnIsLeftOutWhereTheOneBeforeItDidNotEndWell() {
    clock.set(Instant.parse("2026-11-01T02:00:00Z"));
    ScheduleSpec report =
        new ScheduleSpec(
            "report",
            Optional.of("0 6 * * *"),
            Optional.empty(),
            ZoneOffset.UTC,
            "audit",
            Duration.ZERO,
            Optional.of("nightly"));
    ending = Ending.BADLY;
    ManualScheduler scheduler =
        start(cron("nightly", "30 2 * * *", ZoneOffset.UTC, Duration.ZERO), report);
    goOn(scheduler, Duration.ofHours(24));
    assertEquals(List.of("nightly 2026-11-01T02:30:00Z"), ran);
    assertEquals(List.of("schedule report: not started, since nightly did not end well"), log);
    ending = Ending.WELL;
    goOn(scheduler, Duration.ofHours(24));
    assertTrue(ran.contains("report 2026-11-02T06:00:00Z"), ran.toString());
  }

  @Test
  void aJobThatWasCutOffByAStopIsDoneWhenSomebodyServesAgain() {
    clock.set(Instant.parse("2026-11-01T02:00:00Z"));
    ScheduleSpec nightly = cron("nightly", "30 2 * * *", ZoneOffset.UTC, Duration.ZERO);
    ManualScheduler first = start(nightly, after("check", "nightly"));
    ending = Ending.CUT_OFF;
    clock.tick(Duration.ofMinutes(31));
    first.runAnyDueExecutions();
    first.stop();
    ending = Ending.WELL;
    ran.clear();
    goOn(start(nightly, after("check", "nightly")), Duration.ofHours(1));
    assertEquals(List.of("nightly 2026-11-01T02:46:00Z", "check 2026-11-01T03:01:00Z"), ran);

    ending = Ending.CUT_OFF;
    clock.set(Instant.parse("2026-11-02T02:31:00Z"));
    ManualScheduler second = start(nightly, after("check", "nightly"));
    second.runAnyDueExecutions();
    second.stop();
    ending = Ending.WELL;
    ManualScheduler third = start(nightly, after("check", "nightly"));
    ran.clear();
    third.runAnyDueExecutions();
    ending = Ending.CUT_OFF;
    third.runAnyDueExecutions();
    third.stop();
    ending = Ending.WELL;
    goOn(start(nightly, after("check", "nightly")), Duration.ofMinutes(30));
    assertEquals(
        List.of(
            "nightly 2026-11-02T02:31:00Z",
            "check 2026-11-02T02:31:00Z",
            "check 2026-11-02T02:46:00Z"),
        ran);
  }

  @Test
  void jitterPutsAStartOffByItsLengthAtMost() {
    clock.set(Instant.parse("2026-11-01T02:00:00Z"));
    goOn(
        start(cron("nightly", "30 2 * * *", ZoneOffset.UTC, Duration.ofHours(1))),
        Duration.ofDays(4));
    assertEquals(4, ran.size());
    List<String> times = ran.stream().map(r -> r.substring(r.indexOf('T') + 1)).toList();
    assertTrue(
        times.stream().allMatch(t -> t.compareTo("02:30") >= 0 && t.compareTo("03:46") < 0),
        times.toString());
    assertTrue(times.stream().distinct().count() > 1, times.toString());
  }
}
