package io.espalier.rule;

import java.util.Set;

/** The words of the rule language that stand where a name could stand. */
final class Words {
  /** Where a value is expected, these are not names; write {@code profile.now} for such a name. */
  static final Set<String> RESERVED =
      Set.of(
          "and",
          "or",
          "not",
          "in",
          "between",
          "exists",
          "missing",
          "in_segment",
          "in_list",
          "now",
          "today",
          "true",
          "false",
          "where");

  /**
   * Conditions that are written like functions; before {@code (} only, so that none is reserved.
   */
  static final Set<String> CONDITIONS = Set.of("consent", "sequence", "anniversary");

  private static final String PROFILE = "profile.";
  private static final String EVENT = "event.";

  private Words() {}

  /** The prefix under which a name may always be written. */
  static String scope(boolean inWhere) {
    return inWhere ? EVENT : PROFILE;
  }

  static String unscoped(String written, boolean inWhere) {
    String scope = scope(inWhere);
    return written.startsWith(scope) ? written.substring(scope.length()) : written;
  }

  /** How a name is written so that it is read as that name. */
  static String scoped(String name, boolean inWhere) {
    String scope = scope(inWhere);
    return RESERVED.contains(name) || name.startsWith(scope) ? scope + name : name;
  }
}
