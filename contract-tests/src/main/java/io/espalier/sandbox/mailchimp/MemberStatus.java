package io.espalier.sandbox.mailchimp;

import java.util.Locale;
import java.util.Optional;

/** Where a contact stands with one audience. */
enum MemberStatus {
  SUBSCRIBED,
  UNSUBSCRIBED,
  CLEANED,
  PENDING,
  TRANSACTIONAL,
  ARCHIVED;

  /** The vendor's word. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<MemberStatus> of(String word) {
    for (MemberStatus status : values()) {
      if (status.word().equals(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
