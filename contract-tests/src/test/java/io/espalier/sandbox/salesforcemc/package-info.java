@NullMarked
package io.espalier.sandbox.salesforcemc;

import org.jspecify.annotations.NullMarked;
