/**
 * The answers afterwards: what runs did, what is known of a person and why, what an ESP refused.
 * Reads the ledger; changes nothing but the letters that somebody asks to send again.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.sync.evidence;
