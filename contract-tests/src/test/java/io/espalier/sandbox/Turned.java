package io.espalier.sandbox;

import java.util.List;

/** Sandboxes that take the other side of one fact. */
public record Turned(SandboxProvider usual, DisputedFact fact) implements SandboxProvider {
  @Override
  public String id() {
    return usual.id();
  }

  @Override
  public List<? extends DisputedFact> disputed() {
    return usual.disputed();
  }

  @Override
  public Sandbox start(SandboxOptions options) {
    return usual.start(options.with(Switches.usual().with(fact, !fact.usual())));
  }
}
