/**
 * The example shop and the demonstration: data made from a seed, three sandboxes, and a page that
 * shows what happened.
 */
@NullMarked
package io.espalier.sync.demo;

import org.jspecify.annotations.NullMarked;
