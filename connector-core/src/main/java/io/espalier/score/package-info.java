/** Scores: points for what people do, with a daily cap and a decay, exact to the last digit. */
@NullMarked
package io.espalier.score;

import org.jspecify.annotations.NullMarked;
