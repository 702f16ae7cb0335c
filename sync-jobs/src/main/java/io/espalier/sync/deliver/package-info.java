/**
 * Tables to files: the rows of a source or a model to a target, in batches, each row's fate proved.
 */
@NullMarked
package io.espalier.sync.deliver;

import org.jspecify.annotations.NullMarked;
