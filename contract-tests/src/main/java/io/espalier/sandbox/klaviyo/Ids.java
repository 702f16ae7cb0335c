package io.espalier.sandbox.klaviyo;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Ids in Klaviyo's shapes: ULID, six alphanumerics, UUID. Not safe for threads. */
final class Ids {
  private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Clock clock;
  private final RandomGenerator random;
  private String last = "";

  Ids(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A ULID greater than any before it, also within a millisecond or where the clock went back. */
  String ulid() {
    StringBuilder made = new StringBuilder(26);
    long time = clock.millis();
    for (int shift = 45; shift >= 0; shift -= 5) {
      made.append(CROCKFORD.charAt((int) (time >>> shift) & 31));
    }
    for (int i = 0; i < 16; i++) {
      made.append(CROCKFORD.charAt(random.nextInt(32)));
    }
    String ulid = made.toString();
    last = ulid.compareTo(last) > 0 ? ulid : successor(last);
    return last;
  }

  /** The ids from now on are greater than this one. */
  void after(String ulid) {
    if (ulid.compareTo(last) > 0) {
      last = ulid;
    }
  }

  String six(Predicate<String> taken) {
    while (true) {
      String id = text(ALPHANUMERIC, 6);
      if (!taken.test(id)) {
        return id;
      }
    }
  }

  /** As an action of a flow has one. */
  String digits() {
    return text("123456789", 8);
  }

  /** As an event has one. */
  String eleven() {
    return text(ALPHANUMERIC, 11);
  }

  String uuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  String privateKey() {
    return "pk_" + text("0123456789abcdef", 34);
  }

  /** A token, a code, or an app's secret. */
  String secret() {
    return text(ALPHANUMERIC, 43);
  }

  String siteId() {
    return text("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", 6);
  }

  private String text(String alphabet, int length) {
    StringBuilder made = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      made.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return made.toString();
  }

  private static String successor(String ulid) {
    char[] digits = ulid.toCharArray();
    for (int i = digits.length - 1; i >= 0; i--) {
      int value = CROCKFORD.indexOf(digits[i]);
      if (value < 31) {
        digits[i] = CROCKFORD.charAt(value + 1);
        break;
      }
      digits[i] = '0';
    }
    return new String(digits);
  }
}
