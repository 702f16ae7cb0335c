/** Processes that are killed, and what the ESPs and the ledger hold after the next one. */
@NullMarked
package io.espalier.sync.kill;

import org.jspecify.annotations.NullMarked;
