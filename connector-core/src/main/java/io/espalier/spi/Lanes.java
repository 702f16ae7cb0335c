package io.espalier.spi;

import java.time.Duration;

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
