package io.espalier.sandbox.salesforcemc;

/**
 * Why one value of a row was not taken.
 *
 * @param column as the data extension spells it
 * @param code 70001 for a null where none is allowed; the others are assumed
 */
record Problem(String column, int code, String message) {
  static final int NULL = 70001;
  static final int VALUE = 70002;
}
