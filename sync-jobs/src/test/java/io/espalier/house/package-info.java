/** Keeps the structure of the whole house: it is tested here because only this module sees all. */
@NullMarked
package io.espalier.house;

import org.jspecify.annotations.NullMarked;
