package io.espalier.sandbox.mailchimp;

import java.time.Instant;

/**
 * An open or a click of a campaign.
 *
 * @param url what was clicked; empty for an open
 */
record Deed(String contactId, Instant at, String url) {
  boolean isOpen() {
    return url.isEmpty();
  }
}
