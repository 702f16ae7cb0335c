package io.espalier.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address, stripped and lower-cased (ASCII) once, here. {@link #toString} is masked: a
 * clear address is only to be had by asking for {@link #address()}.
 */
public record EmailAddress(String address) {
  // RFC 6531: letters of any script may stand on both sides; an ESP that takes none refuses them.
  /** The shape as a regular expression that RE2 and Java read alike; on a normalised address. */
  public static final String SHAPE =
      "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*"
          + "@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?\\.)+"
          + "\\p{L}(?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])";

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
    return address.length() <= 254 && at <= 64 && PATTERN.matcher(address).matches();
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
