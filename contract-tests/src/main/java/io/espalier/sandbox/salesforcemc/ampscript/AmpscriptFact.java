package io.espalier.sandbox.salesforcemc.ampscript;

import io.espalier.sandbox.DisputedFact;

/**
 * What the sources on AMPscript disagree on. A message that hangs on one of these is to be
 * rewritten.
 */
public enum AmpscriptFact implements DisputedFact {
  AND_BEFORE_OR(
      true,
      "AND binds before OR (ampscript.guide, etscript)",
      "AND and OR are one level, left to right (Salesforce's own open implementation)"),
  NOT_IS_LOWEST(
      false,
      "NOT takes everything to its right, AND and OR too (that implementation)",
      "NOT takes the next comparison only"),
  SHORT_CIRCUIT(
      true,
      "AND and OR leave the right side alone where the left decides",
      "both sides of AND and OR are always evaluated"),
  STRINGS_HIDE_DELIMITERS(
      true,
      "a ]%% or =%% in a string literal stays text",
      "a ]%% or =%% in a string literal ends the code"),
  TEXT_CONDITION_ABORTS(
      true,
      "IF on a text that is not true or false kills the message",
      "IF on a text that is not true or false is false"),
  UNKNOWN_STRING_STAYS(
      false, "%%nothing%% is printed as it stands", "%%nothing%% kills the message"),
  LITERAL_BOOLEANS_VANISH_IN_CONCAT(
      true, "Concat(\"a\", true) is a", "Concat(\"a\", true) is aTrue"),
  NULL_LOOKUP_IS_NULL(
      false, "a Lookup without a match is null", "a Lookup without a match is empty text"),
  NULL_COLUMN_IS_NULL(
      true,
      "IsNull is true of a column without a value (Salesforce's pages)",
      "IsNull is false of a column without a value (no test could show it)"),
  COUNTER_ENDS_BEYOND(
      true,
      "after a loop its counter is one beyond the end (Salesforce's own open implementation)",
      "after a loop its counter is the last it had inside"),
  IIF_RUNS_BOTH(
      false,
      "IIf evaluates both branches (the documents)",
      "IIf evaluates the chosen branch only (a live test)");

  private final boolean usual;
  private final String on;
  private final String off;

  AmpscriptFact(boolean usual, String on, String off) {
    this.usual = usual;
    this.on = on;
    this.off = off;
  }

  @Override
  public String on() {
    return on;
  }

  @Override
  public String off() {
    return off;
  }

  @Override
  public boolean usual() {
    return usual;
  }
}
