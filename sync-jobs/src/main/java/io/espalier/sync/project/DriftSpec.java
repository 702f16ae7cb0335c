package io.espalier.sync.project;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is done about a change that somebody made inside an ESP to what we put there.
 *
 * @param byField attribute → policy, for those that declare one of their own
 * @param fields for the others
 * @param memberships for who was put into a segment there, or taken out of one
 * @param names for lists, tags and data extensions that were renamed there
 * @param definitions for fields, lists, tags and data extensions that were deleted or altered there
 * @param people for people who were deleted there, or given another address
 * @param consent for people who became mailable there, or ceased to be, without a word of it
 */
public record DriftSpec(
    Map<String, Policy> byField,
    Policy fields,
    Policy memberships,
    Policy names,
    Policy definitions,
    Policy people,
    Policy consent) {
  public DriftSpec {
    byField = Map.copyOf(byField);
  }

  /** Whose value stays. */
  public enum Policy {
    /** Ours is sent again. */
    OURS,
    /** Theirs is kept, and nothing is sent until ours changes. */
    THEIRS,
    /** Told, and left. */
    REPORT;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Policy> of(String word) {
      for (Policy policy : values()) {
        if (policy.word().equals(word)) {
          return Optional.of(policy);
        }
      }
      return Optional.empty();
    }
  }

  /** Where a project says nothing: everything is told, and left. */
  public static DriftSpec standard() {
    return new DriftSpec(
        Map.of(),
        Policy.REPORT,
        Policy.REPORT,
        Policy.REPORT,
        Policy.REPORT,
        Policy.REPORT,
        Policy.REPORT);
  }

  /** The policy for one attribute's field. */
  public Policy field(String attribute) {
    return byField.getOrDefault(attribute, fields);
  }
}
