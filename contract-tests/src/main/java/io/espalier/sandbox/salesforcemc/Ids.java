package io.espalier.sandbox.salesforcemc;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** Where ids come from: counted ones, and random ones in the vendor's shapes. */
final class Ids {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String DIGITS = "0123456789";
  private static final String BASE64 = LETTERS + LETTERS.toUpperCase(Locale.ROOT) + DIGITS + "-_";

  private final RandomGenerator random;
  private long last;

  Ids(RandomGenerator random, long last) {
    this.random = random;
    this.last = last;
  }

  long next() {
    return ++last;
  }

  long last() {
    return last;
  }

  String guid() {
    return new java.util.UUID(
            (random.nextLong() & ~0xF000L) | 0x4000L,
            (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L)
        .toString();
  }

  /** A 24-character client id or secret. */
  String credential() {
    return text(LETTERS + DIGITS, 24);
  }

  /** A token in the form of a JWT: three parts, and longer than any column one would give it. */
  String token() {
    return "eyJ" + text(BASE64, 60) + "." + text(BASE64, 320) + "." + text(BASE64, 43);
  }

  /** A key of 32 bytes in Base64. */
  String signingKey() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return java.util.Base64.getEncoder().encodeToString(key);
  }

  /** A seven-digit account id (MID). */
  int account() {
    return random.nextInt(1_000_000, 9_999_999);
  }

  private String text(String from, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(from.charAt(random.nextInt(from.length())));
    }
    return text.toString();
  }
}
