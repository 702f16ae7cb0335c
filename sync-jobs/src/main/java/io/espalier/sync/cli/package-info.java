/** The {@code espalier} command. The only package that writes to the terminal. */
@NullMarked
package io.espalier.sync.cli;

import org.jspecify.annotations.NullMarked;
