package io.espalier.sync.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Chance from a seed; the same on every machine, for {@link Random} says how it computes. */
final class Chance {
  private static final long SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

  private final Random random;

  Chance(long seed) {
    this.random = new Random(seed);
  }

  /** From low to high, both included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** True so many times in a thousand. */
  boolean inThousand(int times) {
    return random.nextInt(1000) < times;
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** An instant so many days before another: a whole second. */
  Instant daysBefore(Instant now, int fewest, int most) {
    return now.minusSeconds(
        fewest * SECONDS_A_DAY + 1 + random.nextInt((int) ((most - fewest + 1) * SECONDS_A_DAY)));
  }

  /** An index, by weights that sum up to a hundred. */
  int weighted(List<Integer> weights) {
    int left = random.nextInt(100);
    for (int i = 0; i < weights.size(); i++) {
      left -= weights.get(i);
      if (left < 0) {
        return i;
      }
    }
    return weights.size() - 1;
  }
}
