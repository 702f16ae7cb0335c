package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.salesforcemc.ampscript.Ampscript;
import io.espalier.sandbox.salesforcemc.ampscript.Disputed;

/** Renders a template for one person as a send from a data extension would. */
final class Renderer {
  private final State state;
  private final Disputed disputed;

  Renderer(State state, Disputed disputed) {
    this.state = state;
    this.disputed = disputed;
  }

  String render(String template, String email) {
    State.Sending sending =
        state
            .sending(email)
            .orElseThrow(
                () ->
                    new RenderException(
                        "no data extension holds this address in an EmailAddress column"));
    return Ampscript.render(template, new SendingRow(state, sending), disputed);
  }
}
