package io.espalier.sandbox.klaviyo;

import java.util.Set;

/**
 * The API's stable revisions. One lives about two years; then its endpoints answer 410. Source:
 * Klaviyo's API versioning and deprecation policy and its changelogs, read 2026-11-23.
 */
final class Revision {
  /** The one whose behaviour this sandbox has. */
  static final String CURRENT = "2026-07-15";

  private static final String NEXT = "2026-10-15";

  private static final Set<String> LIVE =
      Set.of(
          "2025-01-15",
          "2025-04-15",
          "2025-07-15",
          "2025-10-15",
          "2026-01-15",
          "2026-04-15",
          CURRENT);
  private static final Set<String> RETIRED =
      Set.of(
          "2022-10-17",
          "2023-01-24",
          "2023-02-22",
          "2023-06-15",
          "2023-07-15",
          "2023-08-15",
          "2023-09-15",
          "2023-10-15",
          "2023-12-15",
          "2024-02-15",
          "2024-05-15",
          "2024-06-15",
          "2024-07-15",
          "2024-10-15");

  private Revision() {}

  /**
   * Refuses a revision that is retired or that nobody knows.
   *
   * @param next whether the one after {@link #CURRENT} is out
   * @param gone whether a retired one is told from one that never was
   */
  static void check(String revision, boolean next, boolean gone) {
    if (gone && RETIRED.contains(revision)) {
      throw ApiError.at(
              410, "gone", "Gone.", "Revision " + revision + " has been retired.", "/data/")
          .thrown();
    }
    if (!LIVE.contains(revision) && !(next && revision.equals(NEXT))) {
      throw ApiError.noRoute("No valid revisions found for method").thrown();
    }
  }
}
