@NullMarked
package io.espalier.sandbox.salesforcemc.ampscript;

import org.jspecify.annotations.NullMarked;
