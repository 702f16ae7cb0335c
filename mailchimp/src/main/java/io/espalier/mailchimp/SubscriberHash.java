package io.espalier.mailchimp;

import io.espalier.model.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How Mailchimp names a member: the MD5 of the address in lower case. */
final class SubscriberHash {
  private SubscriberHash() {}

  static String of(EmailAddress email) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(email.address().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
