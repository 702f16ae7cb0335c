package io.espalier.sandbox.hubspot;

import io.espalier.sandbox.DisputedFact;

/** What HubSpot's documents leave open. */
public enum HubspotFact implements DisputedFact {
  /** The guide shows labels; that "NAMES" changes this column too is nowhere said. */
  ID_BY_LABEL(
      "an export calls the id's column 'Record ID'",
      "an export calls the id's column 'hs_object_id'",
      true),

  /** "Automatically zipped" above a size that is told differently. */
  EXPORT_ZIPPED("an export comes in a ZIP archive", "an export comes as plain CSV", false),

  /** Whether a page may be short before the last: nobody promises that it may not. */
  PAGES_FULL(
      "a page is full unless it is the last",
      "every second page of a list holds one record less than asked for",
      true);

  private final String on;
  private final String off;
  private final boolean usual;

  HubspotFact(String on, String off, boolean usual) {
    this.on = on;
    this.off = off;
    this.usual = usual;
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
