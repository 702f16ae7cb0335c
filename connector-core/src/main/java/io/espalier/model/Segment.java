package io.espalier.model;

import java.util.Optional;
import java.util.Set;

/**
 * A named set of people.
 *
 * @param id lower-case letters, digits and {@code -}; stable for ever
 * @param name what a marketer reads in the ESP
 * @param description what a marketer reads below it; may be empty
 * @param purpose what the segment is for; its attributes must allow it
 * @param minSize fewer members than this, and the segment is not sent; 0 for no limit
 * @param priority lower wins where a person may be in only one
 * @param rule the rule's text
 * @param esps ids of the ESPs it goes to; empty for every connected one
 */
public record Segment(
    String id,
    String name,
    String description,
    String purpose,
    int minSize,
    int priority,
    String rule,
    Optional<Set<String>> esps) {

  /** The same segment under another name. */
  public Segment named(String other) {
    return new Segment(id, other, description, purpose, minSize, priority, rule, esps);
  }

  public boolean goesTo(String esp) {
    return esps.map(ids -> ids.contains(esp)).orElse(true);
  }
}
