/**
 * Runs a project's jobs by the clock. db-scheduler keeps what is due and who is at it: in a file of
 * the state on one node, in PostgreSQL where several nodes share it.
 */
@NullMarked
package io.espalier.sync.schedule;

import org.jspecify.annotations.NullMarked;
