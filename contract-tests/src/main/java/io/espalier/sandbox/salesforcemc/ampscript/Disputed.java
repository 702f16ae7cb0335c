package io.espalier.sandbox.salesforcemc.ampscript;

/**
 * The points of AMPscript on which the sources disagree or are silent. A message whose outcome
 * hangs on one of them is a message to rewrite.
 *
 * @param andBeforeOr AND binds before OR (ampscript.guide, etscript); else both are one level, left
 *     to right (Salesforce's own open implementation)
 * @param notIsLowest NOT takes everything to its right, AND and OR too (that implementation); else
 *     only the next comparison
 * @param shortCircuit AND and OR leave the right side alone where the left decides; never proven
 * @param stringsHideDelimiters a {@code ]%%} or {@code =%%} in a string literal stays text; else it
 *     ends the code
 * @param textConditionAborts IF on a text that is not true or false kills the message; else it is
 *     false
 * @param unknownStringStays {@code %%nothing%%} is printed as it stands; else it kills the message
 * @param literalBooleansVanishInConcat {@code Concat("a", true)} is {@code a}; else {@code aTrue}
 * @param nullLookupIsNull a Lookup without a match is null; else empty text
 */
public record Disputed(
    boolean andBeforeOr,
    boolean notIsLowest,
    boolean shortCircuit,
    boolean stringsHideDelimiters,
    boolean textConditionAborts,
    boolean unknownStringStays,
    boolean literalBooleansVanishInConcat,
    boolean nullLookupIsNull) {

  /** The readings with the better evidence. */
  public static Disputed usual() {
    return new Disputed(true, false, true, true, true, false, true, false);
  }

  /** Each point the other way round. */
  public Disputed opposite() {
    return new Disputed(
        !andBeforeOr,
        !notIsLowest,
        !shortCircuit,
        !stringsHideDelimiters,
        !textConditionAborts,
        !unknownStringStays,
        !literalBooleansVanishInConcat,
        !nullLookupIsNull);
  }
}
