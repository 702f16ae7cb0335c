/** Salesforce CRM as a source: Bulk API 2.0 query jobs, and a few REST calls around them. */
@NullMarked
package io.espalier.salesforcecrm;

import org.jspecify.annotations.NullMarked;
