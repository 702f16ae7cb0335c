/**
 * The live server: what an email asks for when it is opened.
 *
 * <pre>{@code
 * try (LiveServer server = LiveServer.start(address, List.of(livePart), log)) { … }
 * }</pre>
 */
@NullMarked
package io.espalier.sync.serve;

import org.jspecify.annotations.NullMarked;
