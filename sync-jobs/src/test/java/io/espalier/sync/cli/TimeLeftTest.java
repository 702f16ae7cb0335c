package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TimeLeftTest {
  private static final Instant BEGAN = Instant.parse("2026-11-27T10:00:00Z");

  /** A thousand rows that the vendor's limits let through in twenty minutes. */
  private final TimeLeft left =
      new TimeLeft(
          new Plan(
              "p1",
              BEGAN,
              BEGAN,
              "",
              1_000,
              List.of(
                  new Plan.Part(
                      "acme", "Acme", "acme:1", List.of(), List.of(), 1_000, 0, 0, 0, 0, 10,
                      1_200)),
              List.of()),
          BEGAN);

  @Test
  void whatIsLeftIsSaidAtTheVendorsLimits() {
    assertEquals(
        Optional.of("acme 41 %, about 11 min left at the vendor's limits"),
        left.settled("acme", 410, BEGAN.plusSeconds(60)));
  }

  @Test
  void aSlowerPaceCorrectsIt() {
    assertEquals(
        Optional.of("acme 25 %, about 1 h 30 min left at the pace so far"),
        left.settled("acme", 250, BEGAN.plusSeconds(1_800)));
  }

  @Test
  void aShortRunSaysNothingAndALongOneEveryHalfMinute() {
    assertEquals(Optional.empty(), left.settled("acme", 100, BEGAN.plusSeconds(29)));
    assertEquals(
        Optional.of("acme 20 %, about 16 min left at the vendor's limits"),
        left.settled("acme", 100, BEGAN.plusSeconds(30)));
    assertEquals(Optional.empty(), left.settled("acme", 100, BEGAN.plusSeconds(45)));
    assertEquals(Optional.empty(), left.settled("acme", 700, BEGAN.plusSeconds(90)));
    assertEquals(Optional.empty(), left.settled("other", 1, BEGAN.plusSeconds(90)));
  }
}
