/**
 * A sandbox of Mailchimp's Marketing API 3.0: the account's state, the routes over it, and what a
 * recipient would see. Vendor facts: the project's Mailchimp sheet (2026-11-23), unless said
 * otherwise at the place.
 */
@NullMarked
package io.espalier.sandbox.mailchimp;

import org.jspecify.annotations.NullMarked;
