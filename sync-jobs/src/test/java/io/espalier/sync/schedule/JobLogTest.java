package io.espalier.sync.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What monitors are told of jobs: at work, ended badly, well again. */
final class JobLogTest {
  private static final Instant AT = Instant.parse("2026-11-01T02:30:00Z");

  private final JobLog log = new JobLog(List.of("nightly", "a \"b\"\\c"));

  private List<String> samples() {
    return log.metrics().lines().filter(line -> !line.startsWith("#")).toList();
  }

  @Test
  void aJobIsAtWorkThenDegradedThenWellAgain() {
    assertTrue(log.isWell());
    assertFalse(log.isBusy());
    log.started("nightly", AT);
    assertTrue(log.isBusy());
    assertTrue(samples().contains("espalier_job_running{job=\"nightly\"} 1"));

    log.ended("nightly", 4, AT.plusSeconds(60));
    assertFalse(log.isWell());
    assertFalse(log.isBusy());
    assertEquals(
        "{\"running\":false,\"started\":\"2026-11-01T02:30:00Z\",\"ended\":\"2026-11-01T02:31:00Z\",\"exit\":4}",
        log.json().get("nightly").toString());

    log.started("nightly", AT.plusSeconds(120));
    log.ended("nightly", 0, AT.plusSeconds(180));
    assertTrue(log.isWell());
    assertEquals(
        List.of(
            "espalier_job_runs_total{job=\"nightly\",exit=\"0\"} 1",
            "espalier_job_runs_total{job=\"nightly\",exit=\"4\"} 1",
            "espalier_job_running{job=\"a \\\"b\\\"\\\\c\"} 0",
            "espalier_job_running{job=\"nightly\"} 0",
            "espalier_job_last_exit{job=\"a \\\"b\\\"\\\\c\"} 0",
            "espalier_job_last_exit{job=\"nightly\"} 0",
            "espalier_job_last_end_seconds{job=\"a \\\"b\\\"\\\\c\"} 0",
            "espalier_job_last_end_seconds{job=\"nightly\"} 1793500380"),
        samples());
  }

  @Test
  void anEndOfBeforeThisProcessIsKnownAndCountedByNobody() {
    log.endedBefore("nightly", new JobStore.End(4, AT));
    assertFalse(log.isWell());
    assertTrue(samples().contains("espalier_job_last_exit{job=\"nightly\"} 4"));
    assertTrue(samples().stream().noneMatch(line -> line.startsWith("espalier_job_runs_total")));
  }
}
