/**
 * What every part of the house speaks of: profiles, values, attributes, consent, segments, events.
 */
@NullMarked
package io.espalier.model;

import org.jspecify.annotations.NullMarked;
