/** What can be proved of the adapter without a server. */
@NullMarked
package io.espalier.salesforcemc;

import org.jspecify.annotations.NullMarked;
