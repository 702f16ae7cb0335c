/** Queries as a query activity runs them. */
@NullMarked
package io.espalier.sandbox.salesforcemc.sql;

import org.jspecify.annotations.NullMarked;
