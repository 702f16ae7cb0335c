/** Many people, many segments, and everything that goes wrong on the way, on a virtual clock. */
@NullMarked
package io.espalier.sync.soak;

import org.jspecify.annotations.NullMarked;
