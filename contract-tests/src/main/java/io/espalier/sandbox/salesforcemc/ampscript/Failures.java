package io.espalier.sandbox.salesforcemc.ampscript;

import io.espalier.sandbox.RenderException;

/** Why a message is not sent, in one form. The vendor itself says no more than the code. */
final class Failures {
  private Failures() {}

  static RenderException syntax(String source, String what, int where) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(where, source.length()); i++) {
      boolean end = source.charAt(i) == '\n';
      line += end ? 1 : 0;
      column = end ? 1 : column + 1;
    }
    return new RenderException(
        "AMPscript error: " + what + " (line " + line + ", column " + column + ")");
  }

  static RenderException runtime(String what) {
    return new RenderException("AMPscript error: " + what);
  }
}
