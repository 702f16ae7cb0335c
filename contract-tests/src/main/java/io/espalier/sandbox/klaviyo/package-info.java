/**
 * A stateful sandbox of Klaviyo, revision 2026-07-15: its JSON:API wire, its quotas, its import
 * jobs, its consent rules. The state ({@code Holdings}, {@code People} …) knows nothing of the
 * wire; each {@code …Routes} class is one group of endpoints over it.
 */
@NullMarked
package io.espalier.sandbox.klaviyo;

import org.jspecify.annotations.NullMarked;
