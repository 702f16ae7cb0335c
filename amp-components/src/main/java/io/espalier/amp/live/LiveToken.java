package io.espalier.amp.live;

import java.time.Instant;

/**
 * What a token says: who may see what, until when.
 *
 * @param profile the person's key
 * @param email the email's name
 * @param purpose {@link #VIEW}, or the name of the one form that it answers
 * @param expires from then on it is refused
 */
public record LiveToken(String profile, String email, String purpose, Instant expires) {
  /** To see the email's blocks, and nothing else. */
  public static final String VIEW = "";

  @Override
  public String toString() {
    return "LiveToken[" + email + (purpose.isEmpty() ? "" : "/" + purpose) + "]";
  }
}
