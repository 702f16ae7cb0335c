/**
 * Says what a mail client's validator would say of an AMP4EMAIL document, without leaving the JVM.
 *
 * <pre>{@code
 * List<AmpProblem> problems = new AmpValidator().validate(html);
 * }</pre>
 *
 * <p>The rules are a table, {@code amp4email.json}: facts of the AMP project's rules, revision 1188
 * (Apache-2.0), read in November 2026.
 */
@NullMarked
package io.espalier.amp.valid;

import org.jspecify.annotations.NullMarked;
