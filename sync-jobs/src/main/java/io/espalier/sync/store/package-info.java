/** The profile store: an embedded engine, people, events, segments, and what each ESP confirmed. */
@NullMarked
package io.espalier.sync.store;

import org.jspecify.annotations.NullMarked;
