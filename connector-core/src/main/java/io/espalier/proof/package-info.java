/** What can be proved of rules without looking at anybody: over every case that can occur. */
@NullMarked
package io.espalier.proof;

import org.jspecify.annotations.NullMarked;
