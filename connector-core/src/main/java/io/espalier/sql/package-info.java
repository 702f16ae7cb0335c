/** Rules as SQL with bind parameters, for the embedded engine. */
@NullMarked
package io.espalier.sql;

import org.jspecify.annotations.NullMarked;
