/** The two seams: {@link io.espalier.spi.Esp} and {@link io.espalier.spi.Connector}. */
@NullMarked
package io.espalier.spi;

import org.jspecify.annotations.NullMarked;
