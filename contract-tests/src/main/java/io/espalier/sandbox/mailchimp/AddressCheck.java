package io.espalier.sandbox.mailchimp;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which addresses the vendor takes into an audience. */
final class AddressCheck {
  private static final Pattern SHAPE =
      Pattern.compile("[^\\s@<>()\\[\\],;:\\\\\"]+@[^\\s@.]+(\\.[^\\s@.]+)+");

  private AddressCheck() {}

  /** Refuses what has no address's shape, and example.com as a place where nobody lives. */
  static void check(String email) {
    if (!SHAPE.matcher(email).matches() || email.length() > 254) {
      throw Refusal.invalid("Please provide a valid email address.");
    }
    if (email.toLowerCase(Locale.ROOT).endsWith("@example.com")) {
      throw Refusal.invalid(email + " looks fake or invalid, please enter a real email address.");
    }
  }
}
