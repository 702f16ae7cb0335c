/** Sources to tables: CSV, JSON Lines, Parquet, JDBC, and the models made from them by SQL. */
@NullMarked
package io.espalier.sync.source;

import org.jspecify.annotations.NullMarked;
