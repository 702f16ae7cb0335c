package io.espalier.sandbox.klaviyo;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reason why no marketing mail goes to a person.
 *
 * @param list the list for which it holds; null where it holds for all
 */
record Suppression(@Nullable String list, String reason, String timestamp) {
  static final String UNSUBSCRIBE = "UNSUBSCRIBE";
  static final String USER_SUPPRESSED = "USER_SUPPRESSED";

  static final Set<String> REASONS =
      Set.of("HARD_BOUNCE", "INVALID_EMAIL", "SPAM_COMPLAINT", UNSUBSCRIBE, USER_SUPPRESSED);

  /**
   * Those that a subscription removes; a bounce or an invalid address stays. Source: the operation
   * Bulk Subscribe Profiles, 2026-07-15, which writes SPAM_REPORT for what reads back as
   * SPAM_COMPLAINT.
   */
  static final Set<String> CLEARED_BY_SUBSCRIBING =
      Set.of(UNSUBSCRIBE, "SPAM_COMPLAINT", "SPAM_REPORT", USER_SUPPRESSED);
}
