/** A small shop that tests write down, run, and look at from the ESPs' side. */
@NullMarked
package io.espalier.sync.shop;

import org.jspecify.annotations.NullMarked;
