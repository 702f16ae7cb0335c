package io.espalier.model;

import java.util.Map;

/**
 * One person, as far as rules and templates see one.
 *
 * @param attributes only those that have a value
 * @param segments ids of the segments the person is in → true; used by templates
 */
public record Profile(
    ProfileKey key, Map<String, Value> attributes, Map<String, Boolean> segments) {
  public Profile {
    attributes = Map.copyOf(attributes);
    segments = Map.copyOf(segments);
  }

  /** The value of an attribute; {@link Value#NOTHING} where missing. */
  public Value get(String attribute) {
    return attributes.getOrDefault(attribute, Value.NOTHING);
  }
}
