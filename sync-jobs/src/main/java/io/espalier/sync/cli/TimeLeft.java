package io.espalier.sync.cli;

import io.espalier.sync.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far each ESP is, and when it will be done: as the plan has it at the vendor's limits, or
 * later where the pace so far says so. Spoken of every half minute.
 */
final class TimeLeft {
  private static final Duration EVERY = Duration.ofSeconds(30);

  private static final class Part {
    private final long rows;
    private final long seconds;
    private long settled;
    private Instant said;

    private Part(long rows, long seconds, Instant began) {
      this.rows = rows;
      this.seconds = seconds;
      this.said = began;
    }
  }

  private final Map<String, Part> parts = new HashMap<>();
  private final Instant began;

  /**
   * @param began when the first row is sent
   */
  TimeLeft(Plan plan, Instant began) {
    this.began = began;
    for (Plan.Part part : plan.parts()) {
      parts.put(part.esp(), new Part(part.rows(), part.seconds(), began));
    }
  }

  /** Takes what was settled; gives a line where it is time for one. */
  synchronized Optional<String> settled(String esp, long rows, Instant now) {
    Part part = parts.get(esp);
    if (part == null || part.rows == 0) {
      return Optional.empty();
    }
    part.settled = Math.min(part.rows, part.settled + rows);
    if (part.settled == 0 || part.settled == part.rows || now.isBefore(part.said.plus(EVERY))) {
      return Optional.empty();
    }
    part.said = now;
    double left = (double) (part.rows - part.settled) / part.rows;
    long atLimits = Math.round(part.seconds * left);
    long atPace = Math.round(Duration.between(began, now).toSeconds() * left / (1 - left));
    return Optional.of(
        esp
            + " "
            + part.settled * 100 / part.rows
            + " %, about "
            + PlanText.time(Math.max(atLimits, atPace))
            + (atLimits >= atPace ? " left at the vendor's limits" : " left at the pace so far"));
  }
}
