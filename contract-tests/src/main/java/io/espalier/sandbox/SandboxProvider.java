package io.espalier.sandbox;

/** Starts the sandbox of one ESP; found by {@link java.util.ServiceLoader}. */
public interface SandboxProvider {

  /** The ESP's id. */
  String id();

  /**
   * Starts a sandbox.
   *
   * @throws PortInUseException where {@link SandboxOptions#port} is taken
   */
  Sandbox start(SandboxOptions options);
}
