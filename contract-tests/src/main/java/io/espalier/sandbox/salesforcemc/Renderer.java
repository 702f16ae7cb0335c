package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.RenderException;

/** Renders a template for one person as a send from a data extension would. */
final class Renderer {
  private final State state;

  Renderer(State state) {
    this.state = state;
  }

  String render(String template, String email) {
    State.Sending sending =
        state
            .sending(email)
            .orElseThrow(() -> new RenderException("no data extension has a row of this address"));
    return template + sending.row().id();
  }
}
