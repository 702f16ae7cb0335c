package io.espalier.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address, stripped and lower-cased (ASCII) once, here. {@link #toString} is masked: a
 * clear address is only to be had by asking for {@link #address()}.
 */
public record EmailAddress(String address) {
  // RFC 6531: letters of any script may stand on both sides; an ESP that takes none refuses them.
  /**
   * The shape as a regular expression that RE2 and Java read alike; on a normalised address. It
   * counts nothing, since RE2 writes a counted class out as often as it is counted: the lengths are
   * {@link #LONGEST}, {@link #LONGEST_LOCAL} and {@link #LONGEST_LABEL}.
   */
  public static final String SHAPE =
      "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*"
          + "@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]*[\\p{L}\\p{M}\\p{N}])?\\.)+"
          + "\\p{L}(?:[\\p{L}\\p{M}\\p{N}-]*[\\p{L}\\p{M}\\p{N}])";

  /** Characters of a whole address. */
  public static final int LONGEST = 254;

  /** Characters before the at. */
  public static final int LONGEST_LOCAL = 64;

  /** Characters between two dots of the domain. */
  public static final int LONGEST_LABEL = 63;

  private static final Pattern PATTERN = Pattern.compile(SHAPE);

  public EmailAddress {
    if (!address.equals(normal(address)) || !isValid(address)) {
      throw new IllegalArgumentException("not a normalised e-mail address: " + mask(address));
    }
  }

  /** The address in a source's text; empty where the text is not an address. */
  public static Optional<EmailAddress> of(String text) {
    String normal = normal(text);
    return isValid(normal) ? Optional.of(new EmailAddress(normal)) : Optional.empty();
  }

  /** ASCII letters only: how another script folds is for its mail server to say. */
  private static String normal(String text) {
    StringBuilder lower = new StringBuilder(text.strip());
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + 32));
      }
    }
    return lower.toString();
  }

  private static boolean isValid(String address) {
    int at = address.indexOf('@');
    return address.length() <= LONGEST
        && at <= LONGEST_LOCAL
        && longestLabel(address, at + 1) <= LONGEST_LABEL
        && PATTERN.matcher(address).matches();
  }

  private static int longestLabel(String address, int from) {
    int longest = 0;
    int label = 0;
    for (int i = from; i < address.length(); i++) {
      label = address.charAt(i) == '.' ? 0 : label + 1;
      longest = Math.max(longest, label);
    }
    return longest;
  }

  /** {@code ada@example.net} as {@code a***@e***.net}: fit for a log or a message. */
  public static String mask(String address) {
    int at = address.lastIndexOf('@');
    int dot = address.lastIndexOf('.');
    if (at < 1 || dot < at + 2) {
      return "***";
    }
    return address.charAt(0) + "***@" + address.charAt(at + 1) + "***" + address.substring(dot);
  }

  @Override
  public String toString() {
    return mask(address);
  }
}
