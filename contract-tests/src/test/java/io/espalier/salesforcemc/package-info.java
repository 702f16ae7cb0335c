/** The adapter of Salesforce Marketing Cloud against its sandbox. */
@NullMarked
package io.espalier.salesforcemc;

import org.jspecify.annotations.NullMarked;
