package io.espalier.sandbox.salesforcemc.ampscript;

import java.util.Set;

/** The language's own words. */
final class Keywords {
  static final Set<String> ALL =
      Set.of(
          "var", "set", "if", "then", "elseif", "else", "endif", "for", "to", "downto", "do",
          "next", "and", "or", "not", "true", "false");

  private Keywords() {}
}
