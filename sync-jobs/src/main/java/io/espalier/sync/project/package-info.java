/**
 * The project that a user writes: read whole, checked whole, every mistake with its file, line and
 * column.
 */
@NullMarked
package io.espalier.sync.project;

import org.jspecify.annotations.NullMarked;
