@NullMarked
package io.espalier.sync.store;

import org.jspecify.annotations.NullMarked;
