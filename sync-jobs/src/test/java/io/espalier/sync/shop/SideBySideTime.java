package io.espalier.sync.shop;

import io.espalier.spi.Lanes;
import io.espalier.spi.Surroundings;
import io.espalier.spi.Surroundings.CallListener;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A clock for several threads that lets nobody wait: it moves to the end of the next sleep as soon
 * as every thread sleeps or waits for one that does. What they do side by side costs the time of
 * the longest, as on a real clock; {@link PassingTime} would add it up.
 */
public final class SideBySideTime extends Clock {
  /** So many looks in a row, a millisecond apart, have to find nobody at work. */
  private static final int LOOKS = 2;

  /**
   * Who waits for a task for longer than this waits for the task: whether somebody who was woken is
   * about to run cannot be seen, and a day would have passed.
   */
  private static final Duration LONG = Duration.ofHours(1);

  /** Somebody who sleeps. */
  private static final class Nap {
    private final Instant until;
    private final boolean isTimed;
    private boolean woken;

    private Nap(Instant until) {
      this(until, true);
    }

    private Nap(Instant until, boolean isTimed) {
      this.until = until;
      this.isTimed = isTimed;
    }
  }

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Set<Thread> awake = new HashSet<>();
  private final List<Nap> naps = new ArrayList<>();
  private volatile Instant now;

  public SideBySideTime(Instant start) {
    this.now = start;
  }

  /** Moves the clock, whoever is at work. */
  public synchronized void pass(Duration duration) {
    now = now.plus(duration);
    notifyAll();
  }

  /** Surroundings in which this is the time, with as many lanes as anybody asks for. */
  public Surroundings surroundings(CallListener listener) {
    return new Surroundings(this, new Sleeper(), new SplittableRandom(1), listener);
  }

  /** The same for a caller that cannot be interrupted. */
  public void sleep(Duration duration) {
    try {
      nap(new Nap(now.plus(duration)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private final class Sleeper implements Surroundings.Sleeper {
    @Override
    public void sleep(Duration duration) throws InterruptedException {
      if (duration.isNegative()) {
        throw new IllegalArgumentException("timeout value is negative");
      }
      nap(new Nap(now.plus(duration)));
    }

    @Override
    public Lanes lanes(int most) {
      return new Side(most);
    }
  }

  private synchronized void nap(Nap nap) throws InterruptedException {
    boolean ours = awake.remove(Thread.currentThread());
    naps.add(nap);
    try {
      int quiet = 0;
      while (now.isBefore(nap.until) && !nap.woken) {
        quiet = nap.isTimed && isNext(nap) && isQuiet() ? quiet + 1 : 0;
        if (quiet > LOOKS) {
          now = nap.until;
          notifyAll();
        } else {
          wait(1);
        }
      }
    } finally {
      naps.remove(nap);
      if (ours) {
        awake.add(Thread.currentThread());
      }
    }
  }

  private boolean isNext(Nap nap) {
    return naps.stream().noneMatch(other -> other.until.isBefore(nap.until));
  }

  /** Whoever is not asleep waits for somebody who is: nobody is about to do anything. */
  private boolean isQuiet() {
    if (naps.stream().anyMatch(nap -> nap.woken || !nap.until.isAfter(now))) {
      return false;
    }
    Set<Long> ids = new HashSet<>();
    awake.forEach(thread -> ids.add(thread.getId()));
    for (ThreadInfo thread :
        THREADS.getThreadInfo(ids.stream().mapToLong(Long::longValue).toArray())) {
      if (thread == null || !isWaiting(thread, ids)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWaiting(ThreadInfo thread, Set<Long> awake) {
    return switch (thread.getThreadState()) {
      case WAITING -> !awake.contains(thread.getLockOwnerId());
      // Of a lock that nobody has: it is about to be taken.
      case BLOCKED -> thread.getLockOwnerId() >= 0 && !awake.contains(thread.getLockOwnerId());
      default -> false;
    };
  }

  /** A thread for each task; the one that opened them is at work until it closes them. */
  private final class Side implements Lanes {
    private final Thread owner = Thread.currentThread();
    private final Set<Thread> running = new HashSet<>();
    private int ended;
    private Nap waiting = new Nap(Instant.MIN);
    private final int most;

    /** False where lanes around these have put it there. */
    private final boolean woke;

    Side(int most) {
      this.most = most;
      synchronized (SideBySideTime.this) {
        woke = awake.add(owner);
      }
    }

    @Override
    public void start(Runnable task) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  task.run();
                } finally {
                  end();
                }
              },
              "lane");
      synchronized (SideBySideTime.this) {
        while (running.size() >= most) {
          room();
        }
        awake.add(thread);
        running.add(thread);
      }
      thread.start();
    }

    private void room() {
      try {
        SideBySideTime.this.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    private void end() {
      synchronized (SideBySideTime.this) {
        awake.remove(Thread.currentThread());
        running.remove(Thread.currentThread());
        ended++;
        waiting.woken = true;
        SideBySideTime.this.notifyAll();
      }
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
      synchronized (SideBySideTime.this) {
        if (ended == 0) {
          waiting = new Nap(now.plus(atMost), atMost.compareTo(LONG) < 0);
          nap(waiting);
        }
        ended = 0;
      }
    }

    @Override
    public void close() {
      while (true) {
        Set<Thread> left;
        synchronized (SideBySideTime.this) {
          left = Set.copyOf(running);
          if (left.isEmpty()) {
            if (woke) {
              awake.remove(owner);
            }
            return;
          }
        }
        left.forEach(SideBySideTime::join);
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
