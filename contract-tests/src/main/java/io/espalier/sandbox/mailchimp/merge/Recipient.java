package io.espalier.sandbox.mailchimp.merge;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/** What a template can ask about the contact, its audience and the campaign. */
public interface Recipient {

  /** How a field compares. */
  enum Kind {
    TEXT,
    NUMBER,
    DATE
  }

  /**
   * One field of the contact.
   *
   * @param value as it would print; empty where the contact has none
   * @param defaultValue what prints instead of nothing
   */
  record Field(Kind kind, String value, String defaultValue) {}

  /** A field by its merge tag; empty where the audience has none such. */
  Optional<Field> field(String tag);

  /** A system tag, ready to print; empty where there is none such. */
  Optional<String> system(String tag);

  /** Whether the contact is in any of the groups of a category; false for an unknown one. */
  boolean interested(String category, List<String> groups);

  /** The moment of sending, in the account's time zone. */
  ZonedDateTime now();
}
