/**
 * One email as a MIME message, for a test send of our own.
 *
 * <pre>{@code
 * byte[] message = new MimeMail(sender, to, unsubscribe, clock, "id").of(parts);
 * }</pre>
 */
@NullMarked
package io.espalier.sync.mail;

import org.jspecify.annotations.NullMarked;
