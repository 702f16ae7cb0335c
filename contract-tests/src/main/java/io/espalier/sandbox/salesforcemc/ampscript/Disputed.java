package io.espalier.sandbox.salesforcemc.ampscript;

import io.espalier.sandbox.Switches;
import java.util.List;

/**
 * The sides that AMPscript takes where its sources disagree.
 *
 * @param switches see {@link AmpscriptFact}
 */
public record Disputed(Switches switches) {

  /** The readings with the better evidence. */
  public static Disputed usual() {
    return new Disputed(Switches.usual());
  }

  /** Each point the other way round. */
  public Disputed opposite() {
    return new Disputed(switches.opposite(List.of(AmpscriptFact.values())));
  }

  boolean andBeforeOr() {
    return switches.on(AmpscriptFact.AND_BEFORE_OR);
  }

  boolean notIsLowest() {
    return switches.on(AmpscriptFact.NOT_IS_LOWEST);
  }

  boolean shortCircuit() {
    return switches.on(AmpscriptFact.SHORT_CIRCUIT);
  }

  boolean stringsHideDelimiters() {
    return switches.on(AmpscriptFact.STRINGS_HIDE_DELIMITERS);
  }

  boolean textConditionAborts() {
    return switches.on(AmpscriptFact.TEXT_CONDITION_ABORTS);
  }

  boolean unknownStringStays() {
    return switches.on(AmpscriptFact.UNKNOWN_STRING_STAYS);
  }

  boolean literalBooleansVanishInConcat() {
    return switches.on(AmpscriptFact.LITERAL_BOOLEANS_VANISH_IN_CONCAT);
  }

  boolean nullColumnIsNull() {
    return switches.on(AmpscriptFact.NULL_COLUMN_IS_NULL);
  }

  boolean counterEndsBeyond() {
    return switches.on(AmpscriptFact.COUNTER_ENDS_BEYOND);
  }

  boolean iifRunsBoth() {
    return switches.on(AmpscriptFact.IIF_RUNS_BOTH);
  }

  boolean nullLookupIsNull() {
    return switches.on(AmpscriptFact.NULL_LOOKUP_IS_NULL);
  }
}
