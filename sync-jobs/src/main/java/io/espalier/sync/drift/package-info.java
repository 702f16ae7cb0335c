/** What somebody changed inside the ESPs, and how that is repaired. */
@NullMarked
package io.espalier.sync.drift;

import org.jspecify.annotations.NullMarked;
