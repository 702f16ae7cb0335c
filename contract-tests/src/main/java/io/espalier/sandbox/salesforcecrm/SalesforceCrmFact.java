package io.espalier.sandbox.salesforcecrm;

import io.espalier.sandbox.DisputedFact;

/** What Salesforce's documents leave open, or what others report otherwise. */
public enum SalesforceCrmFact implements DisputedFact {
  /** The reference shows one set; a route map of 2026 says that only the first has a header. */
  HEADER_IN_EVERY_SET(
      "every set of results begins with a header",
      "only the first set of results begins with a header",
      true),

  /** Reports of both: 400 at the creation, and a job that ends as Failed. */
  QUERY_CHECKED_AT_ONCE(
      "a wrong query is refused when its job is made",
      "a wrong query makes a job that fails",
      true),

  /** The columns' order is nowhere promised. */
  COLUMNS_AS_SELECTED(
      "results have their columns in the order of the query",
      "results have their columns in the order of the alphabet, where they have a header",
      true);

  private final String on;
  private final String off;
  private final boolean usual;

  SalesforceCrmFact(String on, String off, boolean usual) {
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
