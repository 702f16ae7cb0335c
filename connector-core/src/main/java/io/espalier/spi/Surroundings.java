package io.espalier.spi;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Time, chance and sleep, given from outside, and who is told of every call. */
public record Surroundings(
    Clock clock, Sleeper sleeper, RandomGenerator random, CallListener listener) {

  /** Waits; a test's does not. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Told of every HTTP call after it ended, from any thread. */
  @FunctionalInterface
  public interface CallListener {
    void called(CallRecord call);
  }

  /** The real ones. */
  public static Surroundings real(CallListener listener) {
    return new Surroundings(
        Clock.systemUTC(),
        duration -> Thread.sleep(duration.toMillis()),
        RandomGenerator.getDefault(),
        listener);
  }
}
