package io.espalier.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Tasks side by side, for one thread that starts them and waits for them. Nobody waits for a quota
 * or an answer while another call could be made.
 */
public interface Lanes extends AutoCloseable {

  /** Begins a task, which keeps its failures to itself; it may be over when this returns. */
  void start(Runnable task);

  /** Waits until a task has ended since this returned last, but no longer than so. */
  void await(Duration atMost) throws InterruptedException;

  /** Waits for all that were begun. */
  @Override
  void close();

  /**
   * Does all of these, each in a lane, and returns what they gave, in their order. Where any
   * failed, the first of them, in that order, is thrown when all have ended.
   *
   * @param most at once
   */
  static <T> List<T> all(Surroundings.Sleeper sleeper, int most, List<Supplier<T>> tasks) {
    if (tasks.size() < 2) {
      return tasks.stream().map(Supplier::get).toList();
    }
    List<FutureTask<T>> futures = tasks.stream().map(task -> new FutureTask<>(task::get)).toList();
    try (Lanes lanes = sleeper.lanes(Math.min(most, tasks.size()))) {
      futures.forEach(lanes::start);
    }
    List<T> given = new ArrayList<>();
    for (FutureTask<T> future : futures) {
      try {
        given.add(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        if (e.getCause() instanceof Error failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EspException(Failure.of(FailureKind.TRANSIENT, "interrupted"), e);
      }
    }
    return given;
  }

  /** The caller's own thread only. */
  static Lanes none(Surroundings.Sleeper sleeper) {
    return new Lanes() {
      @Override
      public void start(Runnable task) {
        task.run();
      }

      @Override
      public void await(Duration atMost) throws InterruptedException {
        sleeper.sleep(atMost);
      }

      @Override
      public void close() {
        // Every task was over when it was begun.
      }
    };
  }
}
