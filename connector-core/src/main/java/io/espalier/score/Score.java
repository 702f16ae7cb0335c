package io.espalier.score;

import io.espalier.rule.Duration;
import io.espalier.rule.Rule;
import io.espalier.rule.Window;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A number made of what a person did: points per event, capped per day, halved with age. Its
 * meaning is {@link ScoreEvaluator}.
 *
 * @param name lower-case letters, digits and {@code _}; the attribute is {@code score.<name>}
 * @param lines each counts for itself: an event that two lines speak of earns twice
 * @param halfLife in hours, days or weeks; empty where points do not fade
 * @param window which events count at all
 */
public record Score(String name, List<Line> lines, Optional<Duration> halfLife, Window window) {

  /** The longest half-life: ten years, so that every second of an age counts. */
  public static final long LONGEST_HALF_LIFE = 3_650L * 86_400;

  /** The greatest number of points that one event may earn or cost. */
  public static final BigDecimal MOST_POINTS = new BigDecimal(1_000_000);

  /**
   * What one kind of event earns.
   *
   * @param where speaks of the event's properties only
   * @param points not zero; negative ones are taken away
   * @param capPerDay more than zero; what a day's events may earn, or cost, together
   */
  public record Line(
      String event, Optional<Rule> where, BigDecimal points, Optional<BigDecimal> capPerDay) {
    public Line {
      if (points.signum() == 0 || points.abs().compareTo(MOST_POINTS) > 0 || points.scale() > 9) {
        throw new IllegalArgumentException("points out of range: " + points);
      }
      if (capPerDay.filter(c -> c.signum() <= 0 || c.scale() > 9).isPresent()) {
        throw new IllegalArgumentException("cap out of range: " + capPerDay.get());
      }
    }
  }

  public Score {
    lines = List.copyOf(lines);
    halfLife.ifPresent(
        h -> {
          if (seconds(h) < 1 || seconds(h) > LONGEST_HALF_LIFE) {
            throw new IllegalArgumentException("half-life out of range: " + h);
          }
        });
  }

  /** The attribute that holds it. */
  public String attribute() {
    return "score." + name;
  }

  /** The half-life in seconds; empty where points do not fade. */
  public Optional<Long> halfLifeSeconds() {
    return halfLife.map(Score::seconds);
  }

  /**
   * A length in seconds.
   *
   * @throws IllegalArgumentException for months and years, whose length differs
   */
  public static long seconds(Duration duration) {
    return switch (duration.unit()) {
      case HOUR -> duration.amount() * 3_600L;
      case DAY -> duration.amount() * 86_400L;
      case WEEK -> duration.amount() * 604_800L;
      case MONTH, YEAR -> throw new IllegalArgumentException("a half-life has a fixed length");
    };
  }
}
