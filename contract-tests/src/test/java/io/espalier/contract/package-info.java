/**
 * What every adapter must prove against its ESP's sandbox, through the public seams alone. Each
 * rule has a number, so that a failing build names it.
 */
@NullMarked
package io.espalier.contract;

import org.jspecify.annotations.NullMarked;
