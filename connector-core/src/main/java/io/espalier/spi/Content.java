package io.espalier.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An email or a block in an ESP's own merge language, as it is published or as the ESP holds it.
 *
 * @param key stable for ever: lower-case letters, digits, {@code -} and {@code _}
 * @param name what a marketer reads in the ESP
 * @param shape whole email or reusable block
 * @param subject empty for a block
 * @param html never empty
 * @param text empty for none
 * @param amp empty for none
 */
public record Content(
    String key, String name, Shape shape, String subject, String html, String text, String amp) {

  /** What it is to the ESP. */
  public enum Shape {
    EMAIL,
    BLOCK
  }

  /** SHA-256 of all parts but the name, in hexadecimal: equal content, equal version. */
  public String version() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : new String[] {key, shape.name(), subject, html, text, amp}) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
