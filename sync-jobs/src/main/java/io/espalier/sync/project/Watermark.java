package io.espalier.sync.project;

import java.time.Duration;
import java.util.Optional;

/**
 * How a table is read by what changed in it.
 *
 * @param column grows whenever a row changes
 * @param key names a row; unique
 * @param lookback how far behind the newest row reading begins again, for transactions that were
 *     open at the last reading; empty where nothing is said
 * @param deleted a column that says of a row that it is gone; without one the keys are compared
 */
public record Watermark(
    ColumnRef column, ColumnRef key, Optional<Duration> lookback, Optional<ColumnRef> deleted) {}
