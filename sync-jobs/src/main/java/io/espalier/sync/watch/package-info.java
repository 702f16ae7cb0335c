/** Tells people when unattended work begins to fail, gets worse, or is well again. */
@NullMarked
package io.espalier.sync.watch;

import org.jspecify.annotations.NullMarked;
