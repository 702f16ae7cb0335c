/**
 * The vendors' published contracts as judges: a request that a contract would refuse fails the test
 * whose adapter sent it. The contracts are read where they lie beside the project; where they are
 * absent nothing is checked, and the test of this package says so.
 */
@NullMarked
package io.espalier.official;

import org.jspecify.annotations.NullMarked;
