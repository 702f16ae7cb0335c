package io.espalier.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * How to start a sandbox.
 *
 * @param port a loopback port; 0 for any free one
 * @param snapshot what an earlier sandbox held; empty for a fresh account
 * @param clock the sandbox's time: its quotas, jobs and tokens follow it
 * @param random where its ids come from
 * @param switches the sides that it takes on what its vendor leaves open
 * @param pause how it waits where it is told to answer slowly; on a virtual clock it turns that
 *     clock and returns at once
 * @param faults what goes wrong on the way to it; at first nothing
 * @param quotas whether calls over the vendor's quotas are refused, and not only counted
 */
public record SandboxOptions(
    int port,
    Optional<String> snapshot,
    Clock clock,
    RandomGenerator random,
    Switches switches,
    Consumer<Duration> pause,
    Faults faults,
    boolean quotas) {

  /** Usual switches; slow answers do not wait. */
  public SandboxOptions(int port, Optional<String> snapshot, Clock clock, RandomGenerator random) {
    this(port, snapshot, clock, random, Switches.usual(), duration -> {}, new Faults(), false);
  }

  /** Quotas are counted only. */
  public SandboxOptions(
      int port,
      Optional<String> snapshot,
      Clock clock,
      RandomGenerator random,
      Switches switches,
      Consumer<Duration> pause,
      Faults faults) {
    this(port, snapshot, clock, random, switches, pause, faults, false);
  }

  /** A fresh account on any free port, on the real clock. */
  public static SandboxOptions fresh() {
    return new SandboxOptions(
        0,
        Optional.empty(),
        Clock.systemUTC(),
        RandomGenerator.getDefault(),
        Switches.usual(),
        SandboxOptions::sleep,
        new Faults(),
        false);
  }

  public SandboxOptions onPort(int chosen) {
    return new SandboxOptions(chosen, snapshot, clock, random, switches, pause, faults, quotas);
  }

  /** On another clock. */
  public SandboxOptions at(Clock other) {
    return new SandboxOptions(port, snapshot, other, random, switches, pause, faults, quotas);
  }

  public SandboxOptions with(String earlier) {
    return new SandboxOptions(
        port, Optional.of(earlier), clock, random, switches, pause, faults, quotas);
  }

  public SandboxOptions with(Switches chosen) {
    return new SandboxOptions(port, snapshot, clock, random, chosen, pause, faults, quotas);
  }

  /** Waiting so. */
  public SandboxOptions pausing(Consumer<Duration> other) {
    return new SandboxOptions(port, snapshot, clock, random, switches, other, faults, quotas);
  }

  /** With these faults. */
  public SandboxOptions with(Faults other) {
    return new SandboxOptions(port, snapshot, clock, random, switches, pause, other, quotas);
  }

  /** Whose quotas bind, as the vendor's do. */
  public SandboxOptions withQuotas(boolean bind) {
    return new SandboxOptions(port, snapshot, clock, random, switches, pause, faults, bind);
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
