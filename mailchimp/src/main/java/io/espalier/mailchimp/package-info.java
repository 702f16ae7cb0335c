/** Mailchimp, spoken over its Marketing API. What it does that nobody expects: BEHAVIOR.md. */
@NullMarked
package io.espalier.mailchimp;

import org.jspecify.annotations.NullMarked;
