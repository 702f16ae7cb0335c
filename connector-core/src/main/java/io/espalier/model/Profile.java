package io.espalier.model;

import java.util.Map;

/**
 * One person, as far as rules and templates see one.
 *
 * @param attributes only those that have a value
 * @param segments ids of the segments the person is in → true; used by templates
 * @param consents channel → state, e.g. {@link Consent#EMAIL}; of an absent one nothing is known
 */
public record Profile(
    ProfileKey key,
    Map<String, Value> attributes,
    Map<String, Boolean> segments,
    Map<String, Consent.State> consents) {
  public Profile {
    attributes = Map.copyOf(attributes);
    segments = Map.copyOf(segments);
    consents = Map.copyOf(consents);
  }

  /** A person of whose consent nothing is known. */
  public Profile(ProfileKey key, Map<String, Value> attributes, Map<String, Boolean> segments) {
    this(key, attributes, segments, Map.of());
  }

  /** The value of an attribute; {@link Value#NOTHING} where missing. */
  public Value get(String attribute) {
    return attributes.getOrDefault(attribute, Value.NOTHING);
  }
}
