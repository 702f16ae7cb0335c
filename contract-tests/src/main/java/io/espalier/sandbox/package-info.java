/**
 * A stateful sandbox of each ESP on WireMock: its API, its limits, its asynchronous jobs, its
 * consent rules and its template engine.
 */
@NullMarked
package io.espalier.sandbox;

import org.jspecify.annotations.NullMarked;
