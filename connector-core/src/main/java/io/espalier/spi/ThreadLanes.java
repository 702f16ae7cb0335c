package io.espalier.spi;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lanes that are threads, on the real clock. */
final class ThreadLanes implements Lanes {
  private final ExecutorService threads;
  private final Semaphore ended = new Semaphore(0);

  ThreadLanes(int most) {
    threads =
        Executors.newFixedThreadPool(
            most,
            task -> {
              Thread thread = new Thread(task, "lane");
              // What a process that is told to end leaves behind, the next run asks after.
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void start(Runnable task) {
    threads.execute(
        () -> {
          try {
            task.run();
          } finally {
            ended.release();
          }
        });
  }

  @Override
  public void await(Duration atMost) throws InterruptedException {
    if (ended.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      ended.drainPermits();
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.HOURS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
        threads.shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
