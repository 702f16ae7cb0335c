package io.espalier.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address, stripped and lower-cased once, here. {@link #toString} is masked: a clear
 * address is only to be had by asking for {@link #address()}.
 */
public record EmailAddress(String address) {
  // The part of RFC 5321 that all three ESPs accept: a dot-atom, an at, a domain with a dot.
  /** The shape as a regular expression that RE2 and Java read alike; on a normalised address. */
  public static final String SHAPE =
      "[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
          + "@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])";

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

  private static String normal(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
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
