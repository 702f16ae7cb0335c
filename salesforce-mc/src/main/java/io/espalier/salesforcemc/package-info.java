/** Salesforce Marketing Cloud Engagement: REST for rows, SOAP for everything that defines. */
@NullMarked
package io.espalier.salesforcemc;

import org.jspecify.annotations.NullMarked;
