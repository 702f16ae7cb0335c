package io.espalier.sync.deliver;

/** Which bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Characters {
  private Characters() {}

  /** How many bytes follow the first one of a character of several; 0 where it is none. */
  static int following(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int second = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
    if (first >= 0xc2 && first <= 0xdf) {
      return isFurther(second) ? 1 : 0;
    } else if (first >= 0xe0 && first <= 0xef) {
      int least = first == 0xe0 ? 0xa0 : 0x80;
      int most = first == 0xed ? 0x9f : 0xbf;
      return second >= least && second <= most && isFurther(bytes, at + 2) ? 2 : 0;
    } else if (first >= 0xf0 && first <= 0xf4) {
      int least = first == 0xf0 ? 0x90 : 0x80;
      int most = first == 0xf4 ? 0x8f : 0xbf;
      return second >= least
              && second <= most
              && isFurther(bytes, at + 2)
              && isFurther(bytes, at + 3)
          ? 3
          : 0;
    }
    return 0;
  }

  private static boolean isFurther(byte[] bytes, int at) {
    return at < bytes.length && isFurther(bytes[at] & 0xff);
  }

  private static boolean isFurther(int value) {
    return (value & 0xc0) == 0x80;
  }
}
