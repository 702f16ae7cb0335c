package io.espalier.sync.soak;

import io.espalier.sandbox.Fault;
import io.espalier.sandbox.Mood;
import java.util.concurrent.atomic.AtomicInteger;

/** All goes well, but one of the jobs that a call begins never ends. */
final class EndlessJob implements Mood {
  private final String call;
  private final int which;
  private final AtomicInteger begun = new AtomicInteger();

  /**
   * @param call or the beginning of several
   * @param which of the jobs, the first being 1
   */
  EndlessJob(String call, int which) {
    this.call = call;
    this.which = which;
  }

  /** Whether there were so many jobs. */
  boolean happened() {
    return begun.get() >= which;
  }

  @Override
  public Fault about(String any, int time) {
    return Fault.NONE;
  }

  @Override
  public boolean stalls(String begins) {
    return begins.startsWith(call) && begun.incrementAndGet() == which;
  }
}
