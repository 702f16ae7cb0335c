/** Executes plans: connections, batches, outcomes, the ledger. */
@NullMarked
package io.espalier.sync.run;

import org.jspecify.annotations.NullMarked;
