package io.espalier.spi;

/**
 * How many fields an ESP holds for each person.
 *
 * @param most of them
 * @param taken by the adapter itself
 * @param called what the ESP calls them, e.g. {@code merge fields}
 * @param mend how there may be more
 */
public record FieldBudget(int most, int taken, String called, String mend) {}
