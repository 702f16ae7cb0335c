/**
 * The sandbox of Salesforce Marketing Cloud Engagement: tokens, SOAP objects, REST rows and the
 * AMPscript render, all on one port. {@code State} is what the account holds; every {@code *Route}
 * and {@code *Noun} speaks one part of the wire and holds nothing.
 */
@NullMarked
package io.espalier.sandbox.salesforcemc;

import org.jspecify.annotations.NullMarked;
