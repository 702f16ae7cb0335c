package io.espalier.sandbox.mailchimp;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Random ids in the vendor's widths: lists 10 hex digits, contacts 32, keys 32. Thread-safe. */
final class Ids {
  private static final String DIGITS = "0123456789abcdef";

  private final RandomGenerator random;

  Ids(RandomGenerator random) {
    this.random = random;
  }

  synchronized String hex(int width) {
    StringBuilder id = new StringBuilder(width);
    for (int i = 0; i < width; i++) {
      id.append(DIGITS.charAt(random.nextInt(16)));
    }
    return id.toString();
  }

  synchronized String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** A number of nine digits. */
  synchronized long nineDigits() {
    return 100_000_000L + random.nextInt(900_000_000);
  }
}
