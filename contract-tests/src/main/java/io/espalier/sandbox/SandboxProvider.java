package io.espalier.sandbox;

import java.util.List;

/** Starts the sandbox of one ESP; found by {@link java.util.ServiceLoader}. */
public interface SandboxProvider {

  /** The ESP's id. */
  String id();

  /** The points that its vendor leaves open, each with a switch. */
  default List<? extends DisputedFact> disputed() {
    return List.of();
  }

  /**
   * Starts a sandbox.
   *
   * @throws IllegalArgumentException where {@link SandboxOptions#switches} turns a fact that is not
   *     among {@link #disputed}
   * @throws PortInUseException where {@link SandboxOptions#port} is taken
   */
  Sandbox start(SandboxOptions options);
}
