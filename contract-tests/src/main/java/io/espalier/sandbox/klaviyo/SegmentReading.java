package io.espalier.sandbox.klaviyo;

/**
 * How to read what Klaviyo's documents leave open about conditions.
 *
 * @param caseMatters a text condition tells upper from lower case; said nowhere
 * @param afterIncludes "after" a moment includes it; the page on dates speaks of "on or after"
 * @param absentDenies what denies is true of a property that is not set; so before April 2023
 */
record SegmentReading(boolean caseMatters, boolean afterIncludes, boolean absentDenies) {}
