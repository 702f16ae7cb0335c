/**
 * An SQL query activity, executed: one SELECT in the part of T-SQL that is needed, with SQL
 * Server's three truth values. What it does not know it refuses.
 */
@NullMarked
package io.espalier.sandbox.salesforcemc.sql;

import org.jspecify.annotations.NullMarked;
