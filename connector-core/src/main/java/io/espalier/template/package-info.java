/** Neutral templates: a tree, what a merge language can say, the split of native and synced. */
@NullMarked
package io.espalier.template;

import org.jspecify.annotations.NullMarked;
