package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.salesforcemc.ampscript.Ampscript;
import io.espalier.sandbox.salesforcemc.ampscript.Disputed;

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
            .orElseThrow(
                () ->
                    new RenderException(
                        "no data extension holds this address in an EmailAddress column"));
    return Ampscript.render(template, new SendingRow(state, sending), Disputed.usual());
  }
}
