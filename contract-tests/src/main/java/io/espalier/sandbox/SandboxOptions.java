package io.espalier.sandbox;

import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How to start a sandbox.
 *
 * @param port a loopback port; 0 for any free one
 * @param snapshot what an earlier sandbox held; empty for a fresh account
 * @param clock the sandbox's time: its quotas, jobs and tokens follow it
 * @param random where its ids come from
 */
public record SandboxOptions(
    int port, Optional<String> snapshot, Clock clock, RandomGenerator random) {

  /** A fresh account on any free port, on the real clock. */
  public static SandboxOptions fresh() {
    return new SandboxOptions(0, Optional.empty(), Clock.systemUTC(), RandomGenerator.getDefault());
  }

  public SandboxOptions onPort(int chosen) {
    return new SandboxOptions(chosen, snapshot, clock, random);
  }

  /** On another clock. */
  public SandboxOptions at(Clock other) {
    return new SandboxOptions(port, snapshot, other, random);
  }

  public SandboxOptions with(String earlier) {
    return new SandboxOptions(port, Optional.of(earlier), clock, random);
  }
}
