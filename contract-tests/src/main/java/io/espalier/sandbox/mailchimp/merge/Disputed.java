package io.espalier.sandbox.mailchimp.merge;

/**
 * The points on which no source is sure. Change one and run the tests to see what depends on it.
 *
 * @param escapesValues contact values are HTML-escaped in plain tags, as ChimpDrill has it
 * @param zeroIsPresent {@code IF:TAG} holds for the number 0: it is a value
 * @param conditionsSeeDefaults {@code IF:TAG} sees the field's default where the contact has
 *     nothing. Off: defaults are for printing
 * @param datesHaveOrder {@code <} and its like work on date fields. Off: they are never true there
 * @param trimsAroundEquals {@code IF:TAG = x} is {@code IF:TAG=x}. Off: the spaces are part of the
 *     tag and of the value, so the first names no field
 * @param rightSideMayBeTag {@code IF:A=B} compares two fields where B is one, a habit of
 *     ChimpDrill. Off: the right side is text
 * @param archiveIsLink {@code ARCHIVE} prints a whole link. Off: it prints the address to link to
 * @param urlSpacesArePlus {@code URL:TAG} writes a space as {@code +}, for query strings. Off:
 *     {@code %20}
 * @param addsFooter an HTML document that lacks {@code UNSUB} or the postal address gets the
 *     default footer
 * @param deepestNesting blocks inside blocks beyond this are refused; two to three levels are
 *     documented, no limit is
 */
public record Disputed(
    boolean escapesValues,
    boolean zeroIsPresent,
    boolean conditionsSeeDefaults,
    boolean datesHaveOrder,
    boolean trimsAroundEquals,
    boolean rightSideMayBeTag,
    boolean archiveIsLink,
    boolean urlSpacesArePlus,
    boolean addsFooter,
    int deepestNesting) {

  /** The likeliest reading of each, or the one that catches more mistakes of a generator. */
  public static Disputed defaults() {
    return new Disputed(true, true, false, false, false, false, false, true, true, 100);
  }
}
