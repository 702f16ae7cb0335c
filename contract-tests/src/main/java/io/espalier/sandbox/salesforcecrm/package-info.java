/**
 * A Salesforce org: objects and their records, OAuth, describe, and Bulk API 2.0 query jobs over a
 * part of SOQL.
 */
@NullMarked
package io.espalier.sandbox.salesforcecrm;

import org.jspecify.annotations.NullMarked;
