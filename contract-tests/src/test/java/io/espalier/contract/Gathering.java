package io.espalier.contract;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds calls until so many are there at once; once nobody more came in time, holds none. */
final class Gathering {
  private static final long PATIENCE_MILLIS = 300;

  private final int wanted;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int there;
  private int most;
  private boolean over;

  Gathering(int wanted) {
    this.wanted = wanted;
  }

  /** A call comes, waits for the others, and goes. */
  void join(Duration ignored) {
    lock.lock();
    try {
      there++;
      most = Math.max(most, there);
      long left = TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      while (!over && there < wanted && left > 0) {
        left = changed.awaitNanos(left);
      }
      over = true;
      changed.signalAll();
      there--;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  int most() {
    lock.lock();
    try {
      return most;
    } finally {
      lock.unlock();
    }
  }
}
