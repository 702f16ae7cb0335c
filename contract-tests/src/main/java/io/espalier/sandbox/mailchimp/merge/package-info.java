/**
 * Mailchimp's merge-tag language, executed: the vendor's rules as far as they are written down
 * (section 9 of the project's Mailchimp sheet, 2026-11-23), and a named switch for each point that
 * the sources dispute.
 */
@NullMarked
package io.espalier.sandbox.mailchimp.merge;

import org.jspecify.annotations.NullMarked;
