/**
 * A small ESP that never was, Postbox, and the reference adapter to it: what an adapter needs to
 * keep every rule of the contract, and nothing else. Its broken twins show that each rule bites.
 */
@NullMarked
package io.espalier.contract.reference;

import org.jspecify.annotations.NullMarked;
