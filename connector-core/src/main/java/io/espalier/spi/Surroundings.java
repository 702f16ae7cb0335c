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

    /**
     * Lanes in which time passes as here. Unless told otherwise there is only the caller's own: a
     * task is over when {@link Lanes#start} returns.
     */
    default Lanes lanes(int most) {
      return Lanes.none(this);
    }
  }

  /** Told of every HTTP call after it ended, from any thread. */
  @FunctionalInterface
  public interface CallListener {
    void called(CallRecord call);
  }

  /** The real ones. */
  public static Surroundings real(CallListener listener) {
    return new Surroundings(
        Clock.systemUTC(), new RealSleeper(), RandomGenerator.getDefault(), listener);
  }

  private static void pause(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis());
  }

  private static final class RealSleeper implements Sleeper {
    @Override
    public void sleep(Duration duration) throws InterruptedException {
      pause(duration);
    }

    @Override
    public Lanes lanes(int most) {
      return new ThreadLanes(most);
    }
  }
}
