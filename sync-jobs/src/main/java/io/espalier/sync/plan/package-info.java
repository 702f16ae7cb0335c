/** What would change at each ESP: a value that is made, printed, saved, and then executed. */
@NullMarked
package io.espalier.sync.plan;

import org.jspecify.annotations.NullMarked;
