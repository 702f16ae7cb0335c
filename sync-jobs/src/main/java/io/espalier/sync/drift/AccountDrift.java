package io.espalier.sync.drift;

import java.util.List;

/**
 * What was found at one ESP.
 *
 * @param people of ours who were read there
 * @param strangers people there whom we did not put there; nothing is done to them
 * @param members of our segments that were read
 * @param settled values that somebody changed to what is wanted here anyway
 * @param kept changes that stay, since the policy was 'theirs' and ours has not changed since
 */
public record AccountDrift(
    String esp,
    String label,
    String account,
    long people,
    long strangers,
    long members,
    List<Finding> findings,
    List<Normalised> normalised,
    long settled,
    long kept) {
  public AccountDrift {
    findings = List.copyOf(findings);
    normalised = List.copyOf(normalised);
  }

  /** Values of one field that the vendor holds in a form of its own. */
  public record Normalised(String field, Form form, long people) {}

  public boolean isEmpty() {
    return findings.isEmpty();
  }
}
