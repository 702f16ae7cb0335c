package io.espalier.sandbox.mailchimp.merge;

import io.espalier.sandbox.Switches;

/**
 * The sides that the merge tags take on what no source is sure of. Change one and run the tests to
 * see what depends on it.
 *
 * @param switches see {@link MergeFact}
 * @param deepestNesting blocks inside blocks beyond this are refused; two to three levels are
 *     documented, no limit is
 */
public record Disputed(Switches switches, int deepestNesting) {

  /** The likeliest reading of each, or the one that catches more mistakes of a generator. */
  public static Disputed defaults() {
    return of(Switches.usual());
  }

  public static Disputed of(Switches switches) {
    return new Disputed(switches, 100);
  }

  boolean escapesValues() {
    return switches.on(MergeFact.ESCAPES_VALUES);
  }

  boolean zeroIsPresent() {
    return switches.on(MergeFact.ZERO_IS_PRESENT);
  }

  boolean conditionsSeeDefaults() {
    return switches.on(MergeFact.CONDITIONS_SEE_DEFAULTS);
  }

  boolean datesHaveOrder() {
    return switches.on(MergeFact.DATES_HAVE_ORDER);
  }

  boolean trimsAroundEquals() {
    return switches.on(MergeFact.TRIMS_AROUND_EQUALS);
  }

  boolean rightSideMayBeTag() {
    return switches.on(MergeFact.RIGHT_SIDE_MAY_BE_TAG);
  }

  public boolean archiveIsLink() {
    return switches.on(MergeFact.ARCHIVE_IS_LINK);
  }

  boolean urlSpacesArePlus() {
    return switches.on(MergeFact.URL_SPACES_ARE_PLUS);
  }

  boolean missingDiffers() {
    return switches.on(MergeFact.MISSING_DIFFERS);
  }

  boolean missingOrdersAsZero() {
    return switches.on(MergeFact.MISSING_ORDERS_AS_ZERO);
  }

  boolean modifiersStack() {
    return switches.on(MergeFact.MODIFIERS_STACK);
  }

  boolean addsFooter() {
    return switches.on(MergeFact.ADDS_FOOTER);
  }
}
