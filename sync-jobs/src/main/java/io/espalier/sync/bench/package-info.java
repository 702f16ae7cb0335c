/** Measures the segment engine on generated shops, against SQL written by hand. */
@NullMarked
package io.espalier.sync.bench;

import org.jspecify.annotations.NullMarked;
