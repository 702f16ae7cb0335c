package io.espalier.sandbox.mailchimp;

import java.util.Locale;
import java.util.Optional;

/** The type of a merge field; never changes after its creation. */
enum FieldType {
  TEXT,
  NUMBER,
  ADDRESS,
  PHONE,
  DATE,
  URL,
  IMAGEURL,
  RADIO,
  DROPDOWN,
  BIRTHDAY,
  ZIP;

  /** The vendor's word. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<FieldType> of(String word) {
    for (FieldType type : values()) {
      if (type.word().equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
