/**
 * AMP for Email: documents that a mail client's validator accepts, within the format's limits.
 *
 * <pre>{@code
 * AmpDocument document = new AmpDocument("cart.amp", "en", "p { color: #20493f }", "<p>Hello</p>");
 * String html = document.html();
 * }</pre>
 */
@NullMarked
package io.espalier.amp;

import org.jspecify.annotations.NullMarked;
