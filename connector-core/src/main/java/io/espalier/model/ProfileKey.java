package io.espalier.model;

/**
 * The key of a person in the source: stripped, never blank, compared exactly.
 *
 * @param value at most 254 characters, the shortest limit among the ESPs (SFMC SubscriberKey)
 */
public record ProfileKey(String value) implements Comparable<ProfileKey> {
  public ProfileKey {
    value = value.strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a profile's key is blank");
    }
  }

  @Override
  public int compareTo(ProfileKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
