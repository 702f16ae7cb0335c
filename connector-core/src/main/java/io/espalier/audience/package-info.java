/**
 * A rule in the few words that the ESPs' own segment definitions share: facts about a person,
 * joined by and and or, without a not and without a missing value that nobody thought of.
 */
@NullMarked
package io.espalier.audience;

import org.jspecify.annotations.NullMarked;
