package io.espalier.sandbox.mailchimp.merge;

import io.espalier.sandbox.DisputedFact;

/** What no source is sure of in Mailchimp's merge tags (the sheet of 2026-11-23, section 9). */
public enum MergeFact implements DisputedFact {
  ESCAPES_VALUES(
      true,
      "contact values are HTML-escaped in plain tags, as ChimpDrill has it",
      "contact values are printed as they are"),
  ZERO_IS_PRESENT(
      true,
      "IF:TAG holds for the number 0, which is a value",
      "IF:TAG does not hold for the number 0"),
  CONDITIONS_SEE_DEFAULTS(
      false,
      "IF:TAG sees the field's default where the contact has nothing",
      "a field's default is for printing only"),
  DATES_HAVE_ORDER(
      false, "< and its like compare date fields", "< and its like are never true of date fields"),
  TRIMS_AROUND_EQUALS(
      false,
      "IF:TAG = x is IF:TAG=x",
      "the spaces in IF:TAG = x are part of the tag and of the value, so it names no field"),
  RIGHT_SIDE_MAY_BE_TAG(
      false,
      "IF:A=B compares two fields where B is one, a habit of ChimpDrill",
      "the right side of IF:A=B is text"),
  ARCHIVE_IS_LINK(false, "ARCHIVE prints a whole link", "ARCHIVE prints the address to link to"),
  URL_SPACES_ARE_PLUS(
      true, "URL:TAG writes a space as +, for query strings", "URL:TAG writes a space as %20"),
  /** Mandrill's page is silent; ChimpDrill has it so. */
  MISSING_DIFFERS(
      true,
      "IF:TAG!=x holds where the contact has nothing",
      "IF:TAG!=x does not hold where the contact has nothing"),
  MISSING_ORDERS_AS_ZERO(
      false,
      "a missing value is 0 to < and its like",
      "< and its like are never true of a missing value"),
  MODIFIERS_STACK(
      false, "UPPER:URL:TAG applies both", "UPPER:URL:TAG is no tag and prints as it stands"),
  ADDS_FOOTER(
      true,
      "an HTML document that lacks UNSUB or the postal address gets the default footer",
      "nothing is added to a document");

  private final boolean usual;
  private final String on;
  private final String off;

  MergeFact(boolean usual, String on, String off) {
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
